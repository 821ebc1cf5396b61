import Platform

struct CreateAPIKey: JSONBody {
    static let schema = Schema.body(
        [
            "name": .name.note("A label that helps people to recognize the key."),
            "projectId": Schema.reference.note("If omitted, the project of the request."),
            "scopes": Schema.list(of: .choice(of: Scope.self)).note("`read` must be among them.")
                .example(["read", "write"]),
            "expiresAt": Schema.time.note("If omitted, the key never expires. A time in the past is invalid.")
                .example("2030-12-31T00:00:00Z"),
            "organizationWide": Schema.flag.usually(false)
                .note(
                    "Whether the key reaches all projects of the organization: `projectId` in a query then chooses one, as "
                        + "in a session. Requires the role owner."),
        ], required: ["name", "scopes"]
    ).closed.named("NewAPIKey")

    let name: String
    let projectId: String?
    let scopes: [String]
    let expiresAt: String?
    let organizationWide: Bool?
}
