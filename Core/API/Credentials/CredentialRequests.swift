import JSON

struct CreateCredential: JSONBody {
    static let schema = Schema.body(
        [
            "name": .credentialName.note(
                "The name that nodes refer to it by: unique in the project, or the organization."),
            "type": .credentialType.note("A type of `GET /api/credential-types`."),
            "values": Schema.map().note("The values, by the fields of the type."),
            "projectId": Schema.reference.note("The project; if omitted, the whole organization."),
        ], required: ["name", "type", "values"]
    ).named("NewCredential")

    let name: String
    let type: String
    let values: JSONObject
    let projectId: String?
}

struct UpdateCredential: JSONBody {
    static let schema = Schema.body([
        "name": .credentialName.note("The new name; nodes that name the old one need another version."),
        "values": Schema.map().note("Values to change: a masked value leaves one unchanged, `null` removes it."),
    ]).named("CredentialChange")

    let name: String?
    let values: JSONObject?
}

struct TokenOrder: JSONBody {
    static let schema = Schema.body(
        [
            "credential": .credentialName.note("The name of the credential."),
            "refused": Schema.text.note("SHA-256, hexadecimal, of a token that the vendor has refused."),
        ], required: ["credential"]
    ).named("TokenOrder")

    let credential: String
    let refused: String?
}
