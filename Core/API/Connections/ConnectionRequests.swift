import JSON

struct CreateConnection: JSONBody {
    static let schema = Schema.body(
        [
            "provider": .providerID.note("The id of the provider, as in `GET /api/providers`."),
            "name": .name.note("If omitted, the provider's name."),
            "credentials": .credentials,
        ], required: ["provider"]
    ).named("NewConnection")

    let provider: String
    let name: String?
    let credentials: JSONObject?
}

struct UpdateConnection: JSONBody {
    static let schema = Schema.body([
        "name": .name.note("A new label of the connection."),
        "credentials": Schema.credentials.note(
            "Credentials to change: a masked value leaves one unchanged, `null` removes it."),
    ]).named("ConnectionChange")

    let name: String?
    let credentials: JSONObject?
}

struct VerifyCredentials: JSONBody {
    static let schema = Schema.body(
        [
            "provider": .providerID.note("The id of the provider that the credentials are for."),
            "credentials": .credentials,
        ], required: ["provider", "credentials"]
    ).named("VerifyRequest")

    let provider: String
    let credentials: JSONObject
}

extension Schema {
    fileprivate static let credentials = Schema.map().note("Credentials as declared by the provider's schema.")
        .example(["apiToken": "…", "accountId": "…"])
}
