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
