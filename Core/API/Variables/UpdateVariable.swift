import Platform

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
