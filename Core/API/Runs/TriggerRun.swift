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
    let ignored: IgnoredMembers

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: MemberName.self)
        connectionId = try members.decode(String.self, forKey: "connectionId")
        params = try members.decodeIfPresent(JSONValue.self, forKey: "params")
        ignored = IgnoredMembers(of: members, known: ["connectionId", "params"], value: "params")
    }
}
