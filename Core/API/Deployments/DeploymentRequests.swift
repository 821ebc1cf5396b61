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
                "Whether to remove it although other deployed programs use it, or something else than this server has "
                    + "changed it. If omitted, such a takedown is refused and removes nothing."),
        ], required: ["connectionId"]
    ).named("Takedown")

    let connectionId: String
    let force: Bool?
}
