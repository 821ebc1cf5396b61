import Hummingbird
import JSON
import Platform

struct TestWorkflow: JSONBody {
    static let isOptional = true
    static let schema = Schema.body([
        "document": Schema.map().note("The document to run; default: the draft, or without one the latest version.")
            .example(["metadata": ["name": "Order notification", "version": 1], "nodes": []]),
        "nodeId": Schema.text(1...256).note("The node to run up to; default: the whole document.").example("send"),
        "params": Schema.anything.note(
            "The input of the run: at most \(Runs.paramsLimit) bytes of JSON; default: `{}`."
        ).example(["orderId": "A-1042"]),
        "pins": Schema.map().note("Values of nodes that are not run, by the ids of the nodes.")
            .example(["fetch": ["status": 200, "body": ["total": 12]]]),
        "skipSleeps": Schema.flag.usually(false).note(
            "Whether nodes that sleep end at once, and in a loop after at most a second. Sleeps in arms of a race, "
                + "timeouts and waits for events are unaffected."),
        "connectionId": Schema.reference.note(
            "The connection to run on; its provider must have `runsTests`. Default: the only one."),
    ]).closed.named("TestWorkflow")

    let document: JSONObject?
    let nodeId: String?
    let params: JSONValue?
    let pins: JSONObject?
    let skipSleeps: Bool?
    let connectionId: String?
}
