import Platform

/// A new variable of the organization, a project or a workflow.
struct CreateVariable: JSONBody {
    static let schema = Schema.body(
        [
            "name": .variableName.note("The name in the `env` of programs."),
            "value": .variableValue.note("The value; the next deploy passes it to programs."),
            "isSecret": .flag.usually(false).note("Whether the value is encrypted and shown masked."),
        ],
        required: ["name", "value"]
    ).named("NewVariable")

    let name: String
    let value: String
    let isSecret: Bool?

    var variable: Variable { Variable(name: name, value: value, isSecret: isSecret ?? false) }
}

struct UpdateVariable: JSONBody {
    static let schema = Schema.body([
        "name": .variableName.note("The new name in the `env` of programs."),
        "value": .variableValue.note("A masked value leaves a secret unchanged."),
        "isSecret": .flag.note("Whether the value is encrypted and shown masked."),
    ]).named("VariableChange")

    let name: String?
    let value: String?
    let isSecret: Bool?
}
