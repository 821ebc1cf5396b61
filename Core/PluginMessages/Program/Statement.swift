import JSON

/// Statements that run one after another.
public struct Block: Sendable, Equatable {
    /// Nodes whose variables this block declares, because they are set deeper and read here or set in one
    /// place and read in another.
    public var declares: [Int]
    public var statements: [Statement]
    /// The node whose value is the block's value: the last one that has a value. `nil` when none has.
    public var value: Int?

    public init(declares: [Int] = [], statements: [Statement] = [], value: Int? = nil) {
        self.declares = declares
        self.statements = statements
        self.value = value
    }
}

public indirect enum Statement: Sendable, Equatable {
    case call(Call)
    case branch(Branch)
    /// All arms at once; the node's value is the array of the arms' values.
    case parallel(node: Int, arms: [Block])
    /// All arms at once; the node's value is that of the arm that ends first.
    case race(node: Int, arms: [Block])
    case loop(Loop)
    case tryCatch(TryCatch)
    case exit(Exit)
}

/// One node that does something.
public struct Call: Sendable, Equatable {
    public let node: Int
    public let operation: Operation

    public init(node: Int, operation: Operation) {
        self.node = node
        self.operation = operation
    }
}

/// Indirect: whoever walks a program copies one reference a call.
public indirect enum Operation: Sendable, Equatable {
    /// The body of an async function; `inline` puts it into the run as it is, not in a durable step.
    case step(code: CodeText, inline: Bool)
    /// `headers` and `query` give objects; a `body` of `nil` sends none.
    case http(method: String, url: ValueTemplate, headers: ValueTemplate, query: ValueTemplate, body: ValueTemplate?)
    /// Milliseconds; what is known only in the run may also be a duration as text.
    case sleep(ValueTemplate)
    /// A time: ISO 8601 or what `new Date` takes.
    case sleepUntil(ValueTemplate)
    /// A timeout in milliseconds.
    case waitForEvent(eventType: String, timeout: Int?)
    /// A timeout in milliseconds; `workflow` is the deployed service's name, `className` its class.
    case subWorkflow(
        workflow: String, className: String, input: ValueTemplate?, waits: Bool, timeout: Int)
    case subScript(
        worker: String, method: String, url: ValueTemplate, headers: ValueTemplate, body: ValueTemplate?)
    /// A plugin node: the index of its code in `Program.templates`, and its `data`.
    case template(Int, params: ValueTemplate)
}

/// `if / else if / else`. The node's value is that of the arm that ran.
public struct Branch: Sendable, Equatable {
    public struct Arm: Sendable, Equatable {
        public let label: String
        /// A JavaScript expression; `nil` is `else`.
        public let condition: CodeText?
        public let body: Block

        public init(label: String, condition: CodeText?, body: Block) {
            self.label = label
            self.condition = condition
            self.body = body
        }
    }

    public let node: Int
    public let arms: [Arm]

    public init(node: Int, arms: [Arm]) {
        self.node = node
        self.arms = arms
    }
}

/// A loop in the run. The node's value is the array of each round's value.
public struct Loop: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The items of a collection: a JavaScript expression.
        case forEach(collection: CodeText, itemVariable: String)
        /// As long as a JavaScript expression is true; an empty one always is.
        case `while`(condition: CodeText)
        case times(ValueTemplate)
    }

    public let node: Int
    public let kind: Kind
    /// The round, from 0, in scope of the body in every kind.
    public let indexVariable: String
    /// Nodes that run in some rounds only, are read in the loop, and whose variables are declared around it: a round reads
    /// its own value, or none; what comes after the loop reads the last one.
    public let fresh: [Int]
    public let body: Block

    public init(node: Int, kind: Kind, indexVariable: String, fresh: [Int] = [], body: Block) {
        self.node = node
        self.kind = kind
        self.indexVariable = indexVariable
        self.fresh = fresh
        self.body = body
    }
}

/// The node's value is that of the arm that ran to its end: `body`, or `handler`, in which `err` is the error.
public struct TryCatch: Sendable, Equatable {
    public let node: Int
    public let body: Block
    public let handler: Block
    public let finalizer: Block?

    public init(node: Int, body: Block, handler: Block, finalizer: Block?) {
        self.node = node
        self.body = body
        self.handler = handler
        self.finalizer = finalizer
    }
}

/// Leaves a loop, or what is around it when there is none.
public struct Exit: Sendable, Equatable {
    public enum Target: Sendable, Equatable {
        /// The loop of that node. When arms of a `parallel` or `race` lie between, the arm ends and the loop
        /// ends once all arms of the innermost such node have.
        case loop(node: Int, crossesArms: Bool)
        /// No loop around: the arm, or the whole run, ends.
        case enclosing
    }

    public let node: Int
    /// A JavaScript expression; `nil` always leaves.
    public let condition: CodeText?
    public let target: Target

    public init(node: Int, condition: CodeText?, target: Target) {
        self.node = node
        self.condition = condition
        self.target = target
    }
}
