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
