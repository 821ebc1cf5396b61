import JSON

struct UpdateConnection: JSONBody {
    static let schema = Schema.body([
        "name": .name.note("A new label of the connection."),
        "credentials": Schema.credentials.note(
            "Credentials to change: a masked value leaves one unchanged, `null` removes it. Secrets must be sent again when an "
                + "address changes."),
    ]).named("ConnectionChange")

    let name: String?
    let credentials: JSONObject?
}
