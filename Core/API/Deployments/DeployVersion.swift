struct DeployVersion: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection to deploy to."),
            "versionId": Schema.reference.note(
                "If omitted, the latest version; after a deploy of an earlier version, that version until a new one "
                    + "is created."
            ),
        ],
        required: ["connectionId"]
    ).named("DeployOrder")

    let connectionId: String
    let versionId: String?
}
