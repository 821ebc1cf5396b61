import JSON

struct CreateConnection: JSONBody {
    static let schema = Schema.body(
        [
            "provider": .providerID, "name": .name.note("If omitted, the provider's name."),
            "credentials": .credentials,
        ], required: ["provider"]
    ).named("NewConnection")

    let provider: String
    let name: String?
    let credentials: JSONObject?
}

struct UpdateConnection: JSONBody {
    static let schema = Schema.body([
        "name": .name,
        "credentials": Schema.credentials.note(
            "Credentials to change: a masked value is unchanged, `null` removes the credential."),
    ]).named("ConnectionChange")

    let name: String?
    let credentials: JSONObject?
}

struct VerifyCredentials: JSONBody {
    static let schema = Schema.body(
        ["provider": .providerID, "credentials": .credentials], required: ["provider", "credentials"]
    ).named("VerifyRequest")

    let provider: String
    let credentials: JSONObject
}

extension Schema {
    fileprivate static let credentials = Schema.map().note("Credentials as declared by the provider's schema.")
        .example(["apiToken": "…", "accountId": "…"])
}
