import EmulatorClient
import JSON

/// What documents of the corpus need to find on an account: resources by their names, and other people's Workers.
struct CorpusAccount {
    let cloud: EmulatorClient

    /// A resource of each kind, so that every binding leads somewhere.
    /// - Returns: The variables that say which.
    func resources() async throws -> JSONObject {
        for queue in ["order-mail", "audit-log", "dead"] { try await make("queues", ["queue_name": .string(queue)]) }
        try await make("r2/buckets", ["name": "files"])
        try await make(
            "vectorize/v2/indexes", ["name": "vectorize_docs", "config": ["dimensions": 2, "metric": "cosine"]])
        try await echo("rates")
        return [
            // The default, bucket_files, is no name that a bucket may have.
            "BUCKET_FILES_BINDING_ID": "files", "SERVICE_RATES_BINDING_ID": "rates",
            "API_KEY": "hush", "HYPERDRIVE_PG_BINDING_ID": "00000000000000000000000000000001",
            "KV_CACHE_BINDING_ID": try await make("storage/kv/namespaces", ["title": "cache"])["id"] ?? .null,
            "DB_MAIN_BINDING_ID": try await make("d1/database", ["name": "main"])["uuid"] ?? .null,
        ]
    }

    /// A Worker that answers with what it was asked.
    func echo(_ name: String) async throws {
        try await upload(
            name,
            """
            export default {
              async fetch(request) {
                const { pathname, search } = new URL(request.url);
                return Response.json({ method: request.method, path: pathname + search, body: await request.text() });
              },
            };
            """)
    }

    /// A workflow whose runs end as the last of the states says; one that does not end waits for what never comes.
    func workflow(_ name: String, className: String, states: JSONValue) async throws {
        let last = states.array?.last
        let body =
            switch last?["status"]?.string {
            case "errored": "throw new NonRetryableError(\(last?["error"]?["message"]?.text ?? "\"failed\""));"
            case "running", "terminated": #"await step.waitForEvent("never", { type: "never", timeout: "365 days" });"#
            default: "return \((last?["output"] ?? .null).text);"
            }
        try await upload(
            name,
            """
            import { WorkflowEntrypoint } from "cloudflare:workers";
            import { NonRetryableError } from "cloudflare:workflows";
            export class \(className) extends WorkflowEntrypoint { async run(event, step) { \(body) } }
            export default {};
            """)
        let registration: JSONValue = ["class_name": .string(className), "script_name": .string(name)]
        try check(try await cloud.call("PUT", "workflows/\(name)", registration))
    }

    /// The runs of a workflow with what they were given, oldest first.
    func runs(of workflow: String) async throws -> [(id: String, params: JSONValue)] {
        // The newest first; two may have begun in one millisecond.
        let list = try await cloud.call("GET", "workflows/\(workflow)/instances?per_page=100")
        var runs: [(id: String, params: JSONValue)] = []
        for id in (list.body["result"]?.array ?? []).reversed().compactMap({ $0["id"]?.string }) {
            let run = try await cloud.call("GET", "workflows/\(workflow)/instances/\(id)")
            runs.append((id, run.body["result"]?["params"] ?? .null))
        }
        return runs
    }

    func terminateRuns(of workflow: String) async throws {
        for run in try await runs(of: workflow) {
            let path = "workflows/\(workflow)/instances/\(run.id)/status"
            _ = try await cloud.call("PATCH", path, ["status": "terminate"])
        }
    }

    private func upload(_ name: String, _ code: String) async throws {
        try check(try await cloud.upload(name, code, ["compatibility_date": "2026-01-01"]))
    }

    @discardableResult
    private func make(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        let answer = try await cloud.call("POST", path, body)
        try check(answer)
        return answer.body["result"] ?? .null
    }

    private func check(_ answer: EmulatorClient.Answer) throws {
        guard (200..<300).contains(answer.status) else { throw APIClient.Unexpected(description: answer.body.text) }
    }
}
