import Platform

struct MigrateNode: JSONBody {
    static let schema = Schema.body(
        [
            "nodeId": Schema.text.note("An installed node.").example("stripe"),
            "version": Schema.text.note("If omitted, the version that new workflow versions use.").example("1.1.0"),
            "workflowIds": Schema.list(of: .reference, most: 1000).note("If omitted, all workflows."),
        ], required: ["nodeId"]
    ).named("NodeMigrationRequest")

    let nodeId: String
    let version: String?
    let workflowIds: [String]?
}
