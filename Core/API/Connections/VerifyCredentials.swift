import JSON

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
