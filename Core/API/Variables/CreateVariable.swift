import Platform

/// A new variable of a workflow.
struct CreateVariable: JSONBody {
    static let schema = members().named("NewVariable")

    static func members(and others: KeyValuePairs<String, Schema> = [:]) -> Schema {
        let members: [(String, Schema)] = [
            ("name", .variableName.note("The name in the `env` of programs.")),
            ("value", .variableValue.note("The value; the next deploy passes it to programs.")),
            ("isSecret", Schema.flag.usually(false).note("Whether the value is encrypted and shown masked.").orNull),
        ]
        return .object(members + others.map { ($0.key, $0.value.orNull) }, required: ["name", "value"])
    }

    let name: String
    let value: String
    let isSecret: Bool?

    var variable: Variable { Variable(name: name, value: value, isSecret: isSecret ?? false) }
}
