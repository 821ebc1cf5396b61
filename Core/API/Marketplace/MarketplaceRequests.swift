struct ChooseNode: JSONBody {
    static let schema = Schema.body(
        [
            "nodeId": Schema.text.note("The package, by its `id` in `GET /api/marketplace`.").example("stripe"),
            "version": Schema.text.note("If omitted, the latest version.").example("1.0.0"),
            "dryRun": Schema.flag.note("Return the planned change without executing it.").usually(false),
        ], required: ["nodeId"]
    ).named("NodeChoice")

    let nodeId: String
    let version: String?
    let dryRun: Bool?
}

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

struct UninstallNode: JSONBody {
    static let schema = Schema.body(
        [
            "nodeId": Schema.text.note("An installed package, by its id.").example("stripe"),
            "force": Schema.flag.note("Uninstall even if workflows use its nodes.").usually(false),
            "dryRun": Schema.flag.note("Return the planned change without executing it.").usually(false),
        ], required: ["nodeId"]
    ).named("Uninstall")

    let nodeId: String
    let force: Bool?
    let dryRun: Bool?
}
