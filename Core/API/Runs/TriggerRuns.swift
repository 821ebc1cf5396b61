import JSON
import Platform

struct TriggerRuns: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "items": Schema.list(
                of: Schema.body([
                    "params": Schema.anything.note("At most \(Runs.paramsLimit) bytes of JSON; default: `{}`.")
                        .example(["orderId": "A-1042"]),
                    "idempotencyKey": Schema.text(1...255).example("order-A-1042").note(
                        "An item with the key of an earlier one starts nothing and returns the earlier run; with other params "
                            + "it fails."),
                ]).closed, most: Runs.batchLimit
            ).note("The runs to start."),
        ], required: ["connectionId", "items"]
    ).closed.named("TriggerBatch")

    let connectionId: String
    let items: [Item]

    struct Item: Decodable, Sendable {
        let params: JSONValue?
        let idempotencyKey: String?
    }
}
