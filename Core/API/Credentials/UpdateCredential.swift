import JSON

struct UpdateCredential: JSONBody {
    static let schema = Schema.body([
        "name": .credentialName.note("The new name; nodes that name the old one need another version."),
        "values": Schema.map().note("Values to change: a masked value leaves one unchanged, `null` removes it."),
    ]).named("CredentialChange")

    let name: String?
    let values: JSONObject?
}
