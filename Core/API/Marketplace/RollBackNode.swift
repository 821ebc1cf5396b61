struct RollBackNode: JSONBody {
    static let schema = Schema.body(
        [
            "nodeId": Schema.text.note("An installed package, by its id.").example("stripe"),
            "version": Schema.text.note("An older version; if omitted, the previous one.").example("1.0.0"),
            "dryRun": Schema.flag.note("Return the planned change without executing it.").usually(false),
        ], required: ["nodeId"]
    ).named("NodeRollback")

    let nodeId: String
    let version: String?
    let dryRun: Bool?
}
