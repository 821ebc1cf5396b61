import JSON

// A statement is an object whose member `do` names it.

extension Block: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if !declares.isEmpty { writer.member("declares", declares) }
            writer.member("statements", long: statements)
            writer.member("value", value)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) { try self.init(json: json, statements: nil) }

    /// - Parameter statements: What has been read of it already.
    init(json: JSONView, statements: [Statement]?) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let all = if let statements { statements } else { try reader.list("statements", Statement.init(json:)) }
        self.init(
            declares: try reader.found("declares") == nil ? [] : reader.list("declares", Int.init(json:)),
            statements: all,
            value: try reader.optionalInt("value"))
    }
}

extension Statement: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .call(let call):
                writer.member("do", "call")
                writer.member("node", call.node)
                writer.member("operation", call.operation)
                if !call.settings.isEmpty { writer.member("settings", call.settings) }
            case .branch(let branch):
                writer.member("do", "branch")
                writer.member("node", branch.node)
                writer.member("arms", branch.arms)
            case .parallel(let node, let arms):
                writer.member("do", "parallel")
                writer.member("node", node)
                writer.member("arms", arms)
            case .race(let node, let arms):
                writer.member("do", "race")
                writer.member("node", node)
                writer.member("arms", arms)
            case .loop(let loop):
                writer.member("do", "loop")
                writer.member("node", loop.node)
                writer.member("over", loop.kind)
                writer.member("indexVariable", loop.indexVariable)
                if !loop.fresh.isEmpty { writer.member("fresh", loop.fresh) }
                writer.member("body", loop.body)
            case .tryCatch(let statement):
                writer.member("do", "tryCatch")
                writer.member("node", statement.node)
                writer.member("body", statement.body)
                writer.member("handler", statement.handler)
                writer.member("finalizer", statement.finalizer)
            case .exit(let exit):
                writer.member("do", "exit")
                writer.member("node", exit.node)
                writer.member("condition", exit.condition)
                writer.member("target", exit.target)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        let node = try reader.int("node")
        switch try reader.string("do") {
        case "call":
            self = .call(
                Call(
                    node: node, operation: try reader.member("operation", Operation.init(json:)),
                    settings: try reader.found("settings") == nil
                        ? [] : reader.list("settings", ValueTemplate.Member.init(json:))))
        case "branch": self = .branch(Branch(node: node, arms: try reader.list("arms", Branch.Arm.init(json:))))
        case "parallel": self = .parallel(node: node, arms: try reader.list("arms", Block.init(json:)))
        case "race": self = .race(node: node, arms: try reader.list("arms", Block.init(json:)))
        case "loop":
            self = .loop(
                Loop(
                    node: node, kind: try reader.member("over", Loop.Kind.init(json:)),
                    indexVariable: try reader.string("indexVariable"),
                    fresh: try reader.found("fresh") == nil ? [] : reader.list("fresh", Int.init(json:)),
                    body: try reader.member("body", Block.init(json:))))
        case "tryCatch":
            self = .tryCatch(
                TryCatch(
                    node: node, body: try reader.member("body", Block.init(json:)),
                    handler: try reader.member("handler", Block.init(json:)),
                    finalizer: try reader.optional("finalizer", Block.init(json:))))
        case "exit":
            self = .exit(
                Exit(
                    node: node, condition: try reader.optional("condition", CodeText.init(json:)),
                    target: try reader.member("target", Exit.Target.init(json:))))
        default: throw reader.mismatch("do", "is unknown")
        }
    }
}

extension Branch.Arm: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("label", label)
            writer.member("condition", condition)
            writer.member("body", body)
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        self.init(
            label: try reader.string("label"), condition: try reader.optional("condition", CodeText.init(json:)),
            body: try reader.member("body", Block.init(json:)))
    }
}

extension Loop.Kind: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .forEach(let collection, let item):
                writer.member("type", "forEach")
                writer.member("collection", collection)
                writer.member("itemVariable", item)
            case .while(let condition):
                writer.member("type", "while")
                writer.member("condition", condition)
            case .times(let count):
                writer.member("type", "times")
                writer.member("count", count)
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        switch try reader.string("type") {
        case "forEach":
            self = .forEach(
                collection: try reader.member("collection", CodeText.init(json:)),
                itemVariable: try reader.string("itemVariable"))
        case "while": self = .while(condition: try reader.member("condition", CodeText.init(json:)))
        case "times": self = .times(try reader.member("count", ValueTemplate.init(json:)))
        default: throw reader.mismatch("type", "is unknown")
        }
    }
}

extension Exit.Target: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .loop(let node, let crossesArms):
                writer.member("type", "loop")
                writer.member("node", node)
                writer.member("crossesArms", crossesArms)
            case .enclosing: writer.member("type", "enclosing")
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        switch try reader.string("type") {
        case "loop": self = .loop(node: try reader.int("node"), crossesArms: try reader.bool("crossesArms"))
        case "enclosing": self = .enclosing
        default: throw reader.mismatch("type", "is unknown")
        }
    }
}
