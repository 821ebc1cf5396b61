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
    let ignored: IgnoredMembers

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: MemberName.self)
        type = try members.decode(String.self, forKey: "type")
        payload = try members.decodeIfPresent(JSONValue.self, forKey: "payload")
        ignored = IgnoredMembers(of: members, known: ["type", "payload"], value: "payload")
    }
}
