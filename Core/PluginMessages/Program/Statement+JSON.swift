import JSON

// A statement is an object whose member `do` names it.

extension Block {
    var json: JSONValue {
        .object(
            JSONObject(
                present: ("declares", declares.isEmpty ? nil : .array(declares.map(JSONValue.int))),
                ("statements", .array(statements.map(\.json))), ("value", value.map(JSONValue.int))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            declares: try reader.object["declares"] == nil ? [] : reader.list("declares", Int.init(json:)),
            statements: try reader.list("statements", Statement.init(json:)),
            value: try reader.optionalInt("value"))
    }
}

extension Int {
    fileprivate init(json: JSONValue) throws(JSONMismatch) {
        guard let int = json.int else { throw JSONMismatch(message: "must be an integer") }
        self = int
    }
}

extension Statement {
    var json: JSONValue {
        switch self {
        case .call(let call):
            return ["do": "call", "node": .int(call.node), "operation": call.operation.json]
        case .branch(let branch):
            return ["do": "branch", "node": .int(branch.node), "arms": .array(branch.arms.map(\.json))]
        case .parallel(let node, let arms):
            return ["do": "parallel", "node": .int(node), "arms": .array(arms.map(\.json))]
        case .race(let node, let arms):
            return ["do": "race", "node": .int(node), "arms": .array(arms.map(\.json))]
        case .loop(let loop):
            return [
                "do": "loop", "node": .int(loop.node), "over": loop.kind.json,
                "indexVariable": .string(loop.indexVariable), "body": loop.body.json,
            ]
        case .tryCatch(let statement):
            return .object(
                JSONObject(
                    present: ("do", "tryCatch"), ("node", .int(statement.node)), ("body", statement.body.json),
                    ("handler", statement.handler.json), ("finalizer", statement.finalizer?.json)))
        case .exit(let exit):
            return .object(
                JSONObject(
                    present: ("do", "exit"), ("node", .int(exit.node)), ("condition", exit.condition?.json),
                    ("target", exit.target.json)))
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        let node = try reader.int("node")
        switch try reader.string("do") {
        case "call":
            self = .call(Call(node: node, operation: try reader.member("operation", Operation.init(json:))))
        case "branch": self = .branch(Branch(node: node, arms: try reader.list("arms", Branch.Arm.init(json:))))
        case "parallel": self = .parallel(node: node, arms: try reader.list("arms", Block.init(json:)))
        case "race": self = .race(node: node, arms: try reader.list("arms", Block.init(json:)))
        case "loop":
            self = .loop(
                Loop(
                    node: node, kind: try reader.member("over", Loop.Kind.init(json:)),
                    indexVariable: try reader.string("indexVariable"),
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
        default: throw reader.mismatch("do", "is not known here")
        }
    }
}

extension Branch.Arm {
    var json: JSONValue {
        .object(
            JSONObject(present: ("label", .string(label)), ("condition", condition?.json), ("body", body.json)))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            label: try reader.string("label"), condition: try reader.optional("condition", CodeText.init(json:)),
            body: try reader.member("body", Block.init(json:)))
    }
}

extension Loop.Kind {
    var json: JSONValue {
        switch self {
        case .forEach(let collection, let item):
            ["type": "forEach", "collection": collection.json, "itemVariable": .string(item)]
        case .while(let condition): ["type": "while", "condition": condition.json]
        case .times(let count): ["type": "times", "count": count.json]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        switch try reader.string("type") {
        case "forEach":
            self = .forEach(
                collection: try reader.member("collection", CodeText.init(json:)),
                itemVariable: try reader.string("itemVariable"))
        case "while": self = .while(condition: try reader.member("condition", CodeText.init(json:)))
        case "times": self = .times(try reader.member("count", ValueTemplate.init(json:)))
        default: throw reader.mismatch("type", "is not known here")
        }
    }
}

extension Exit.Target {
    var json: JSONValue {
        switch self {
        case .loop(let node, let crossesArms):
            ["type": "loop", "node": .int(node), "crossesArms": .bool(crossesArms)]
        case .enclosing: ["type": "enclosing"]
        }
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        switch try reader.string("type") {
        case "loop": self = .loop(node: try reader.int("node"), crossesArms: try reader.bool("crossesArms"))
        case "enclosing": self = .enclosing
        default: throw reader.mismatch("type", "is not known here")
        }
    }
}
