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
