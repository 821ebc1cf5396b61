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

extension Schema {
    static let credentials = Schema.map().note("Credentials as declared by the provider's schema.")
        .example(["apiToken": "…", "accountId": "…"])
}
