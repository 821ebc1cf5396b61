import Foundation
import JSON

extension CloudflareCorpus {
    /// Uploads the Workers that a case finds on the account.
    func surround(_ expected: JSONValue, _ document: JSONValue) async throws {
        let account = CorpusAccount(cloud: installation.cloud)
        for binding in (expected["services"]?.array ?? []).compactMap(\.string) {
            try await account.echo(Self.worker(binding))
        }
        for (binding, states) in expected["workflows"]?.object ?? [:] where binding != "WORKFLOW" {
            let node = document["nodes"]?.array?.first { $0["data"]?["workflowId"]?.string == Self.worker(binding) }
            try await account.workflow(
                Self.worker(binding), className: node?["data"]?["workflowName"]?.string ?? "", states: states)
        }
    }

    func variables(_ expected: JSONValue, _ workflow: CloudflareWorkflow) -> JSONObject {
        var variables = expected["env"]?.object ?? ["HOOK_SECRET": "s"]
        // Each workflow has an address of its own at the service, so that none sees the others' requests.
        if variables["BASE"] == nil { variables["BASE"] = .string("\(echo)/\(workflow.id)") }
        if name == "bindings" { for (name, value) in resources { variables[name] = value } }
        return variables
    }

    /// The name of the Worker that a binding leads to: `tax-rates` for `SERVICE_TAX_RATES`.
    static func worker(_ binding: String) -> String {
        binding.drop { $0 != "_" }.dropFirst().lowercased().replacing("_", with: "-")
    }

    /// The platform lets nothing sleep for more than a year: times of the 2030s are those of the next months here.
    static func fixture(_ name: String) throws -> JSONValue {
        let fixture = try CloudflareDocument.fixture(name)
        guard name.hasPrefix("sleeps") else { return fixture }
        let year = Calendar(identifier: .gregorian).component(.year, from: Date(timeIntervalSinceNow: 60 * 86_400))
        let text = fixture.text.replacing("2032-02-29", with: "\(year)-02-28")
        return try JSONValue(parsing: text.replacing(/203[01]-/, with: "\(year)-"))
    }

    /// A queue's handler without what it notes in the batch: only the corpus's own batches take notes.
    static func withoutNotes(_ triggerCode: String) -> String {
        triggerCode.replacing(/batch\.seen\.push\(.*\);/, with: "")
    }

    /// Not here: a run that waits for an event that does not come, states that only a made-up instance of the workflow
    /// itself has, and a Worker without the binding that every deploy gives it.
    static func canRun(_ expected: JSONValue, _ document: JSONValue) -> Bool {
        let own = expected["workflows"]?["WORKFLOW"]
        switch expected["call"]?.string ?? "run" {
        case "fetch": return document["kind"] == "script" || own == .null
        case "queue", "scheduled": return true
        default: return !CorpusFixtures.waitsInVain(expected, document)
        }
    }
}
