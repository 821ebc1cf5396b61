import JSON
import Platform

/// Projects, connections and variables.
extension Schema {
    static let project = Schema.object([
        "id": .id, "name": .name, "slug": .slug, "description": .description, "createdAt": .time, "updatedAt": .time,
    ]).named("Project")

    static let slug = Schema.text(1...FieldLimits.slug, pattern: "^[a-z0-9]+(-[a-z0-9]+)*$").example(
        "order-notification")

    static let newProject = Schema.body(
        [
            "name": .name, "slug": .slug.note("Absent: made of the name."),
            "description": .description,
        ], required: ["name"]
    ).named("NewProject")

    static let projectChange = Schema.body(["name": .name, "description": .description]).named("ProjectChange")

    static let connection = Schema.object([
        "id": .id, "provider": .providerID, "name": .name,
        "credentials": .map(of: .choice([Variable.mask])).note("The names of its credentials; values are masked.")
            .example(["apiToken": .string(Variable.mask)]),
        "createdAt": .time, "updatedAt": .time,
    ]).named("Connection")

    private static let credentials = Schema.map().note("As the provider's schema has them.")
        .example(["apiToken": "…", "accountId": "…"])

    static let newConnection = Schema.body(
        [
            "provider": .providerID, "name": .name.note("Absent: the provider's."),
            "credentials": credentials,
        ], required: ["provider"]
    ).named("NewConnection")

    static let connectionChange = Schema.body([
        "name": .name,
        "credentials": credentials.note("Those that change: a masked value stays, `null` takes one away."),
    ]).named("ConnectionChange")

    static let verify = Schema.body(
        ["provider": .providerID, "credentials": credentials],
        required: ["provider", "credentials"]
    ).named("VerifyRequest")

    static let verification = Schema(
        [
            "type": "object", "required": ["valid", "accounts"],
            "properties": [
                "valid": ["type": "boolean", "examples": [true]],
                "accounts": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["id", "name"],
                        "properties": [
                            "id": ["type": "string", "examples": ["abc123"]],
                            "name": ["type": "string", "examples": ["My Account"]],
                        ],
                    ],
                ], "message": ["type": "string", "description": "Why the credentials are not valid."],
            ],
        ]
    ).named("Verification")

    static let variableName = Schema.text(1...FieldLimits.variableName, pattern: FieldLimits.variablePattern)
        .example("MY_VAR")
    static let variableValue = Schema.text(FieldLimits.variableValue).example("my-value")

    static let variable = Schema.object([
        "id": .id, "projectId": .id.orNull.note("`null`: of the whole organization."), "name": .variableName,
        "value": .variableValue.note("\"\(Variable.mask)\" when it is a secret."), "isSecret": .flag,
        "createdAt": .time, "updatedAt": .time,
    ]).named("Variable")

    static let newVariable = Schema.body(
        ["name": .variableName, "value": .variableValue, "isSecret": .flag.usually(false)],
        required: ["name", "value"]
    ).named("NewVariable")

    static let variableChange = Schema.body([
        "name": .variableName, "value": .variableValue.note("A masked value leaves a secret as it is."),
        "isSecret": .flag,
    ]).named("VariableChange")
}
