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
