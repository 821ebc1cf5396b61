import JSON
import Platform
import PluginMessages

struct TriggerRun: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "params": Schema.anything.note(
                "The input of the run: at most \(Runs.paramsLimit) bytes of JSON; default: `{}`."
            )
            .example(["orderId": "A-1042"]),
        ], required: ["connectionId"]
    ).named("Trigger")

    let connectionId: String
    let params: JSONValue?

    /// Often the params themselves, under the name that another API has for them.
    static func meaning(of member: String, in body: JSONValue) -> String? {
        body["params"] == nil ? "\"params\"" : nil
    }
}
