import Platform

/// A new variable of the organization, a project or a workflow.
struct CreateVariable: JSONBody {
    static let schema = Schema.body(
        ["name": .variableName, "value": .variableValue, "isSecret": .flag.usually(false)],
        required: ["name", "value"]
    ).named("NewVariable")

    let name: String
    let value: String
    let isSecret: Bool?

    var variable: Variable { Variable(name: name, value: value, isSecret: isSecret ?? false) }
}

struct UpdateVariable: JSONBody {
    static let schema = Schema.body([
        "name": .variableName, "value": .variableValue.note("A masked value leaves a secret unchanged."),
        "isSecret": .flag,
    ]).named("VariableChange")

    let name: String?
    let value: String?
    let isSecret: Bool?
}
