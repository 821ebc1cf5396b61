import JSON
import Platform
import PluginMessages

struct SendRunEvent: JSONBody {
    static let schema = Schema.body(
        [
            "type": Schema.text(FieldLimits.eventType)
                .note("The type of the event, as in the node that waits for it.").example("approval"),
            "payload": Schema.anything.note("The value of the event: at most \(Runs.paramsLimit) bytes of JSON.")
                .example(["by": "Ada"]),
        ], required: ["type"]
    ).named("RunEvent")

    let type: String
    let payload: JSONValue?

    /// Often the payload itself, under the name that another API has for it.
    static func meaning(of member: String, in body: JSONValue) -> String? {
        body["payload"] == nil ? "\"payload\"" : nil
    }
}
