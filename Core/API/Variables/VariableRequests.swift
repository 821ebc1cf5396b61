import Platform

/// A new variable of a workflow.
struct CreateVariable: JSONBody {
    static let schema = members().named("NewVariable")

    fileprivate static func members(and others: KeyValuePairs<String, Schema> = [:]) -> Schema {
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

/// A new variable of the organization or a project.
struct CreateSharedVariable: JSONBody {
    static let schema = CreateVariable.members(and: [
        "projectId": Schema.reference.note(
            "The project; if omitted, that of the query, or else the whole organization.")
    ]).named("NewSharedVariable")

    let projectId: String?
    let variable: Variable

    private enum Member: String, CodingKey { case projectId }

    init(from decoder: any Decoder) throws {
        projectId = try decoder.container(keyedBy: Member.self).decodeIfPresent(String.self, forKey: .projectId)
        variable = try CreateVariable(from: decoder).variable
    }
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
