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

struct TakeDown: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection whose deployment is removed."),
            "force": Schema.flag.note(
                "Whether to remove it even if other deployed programs use it, or it was changed outside this server. "
                    + "If omitted, such a takedown is refused and removes nothing."),
        ], required: ["connectionId"]
    ).named("Takedown")

    let connectionId: String
    let force: Bool?
}
