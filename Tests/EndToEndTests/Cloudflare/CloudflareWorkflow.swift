import JSON

extension CloudflareInstallation {
    /// A workflow, or a function, of a document.
    func workflow(_ document: JSONValue, triggerCode: String? = nil) async throws -> CloudflareWorkflow {
        let id =
            try await api.call(
                "POST", "/api/workflows",
                ["name": document["metadata"]?["name"] ?? "Worker", "kind": document["kind"] ?? "workflow"])["id"]?
            .string ?? ""
        let workflow = CloudflareWorkflow(installation: self, id: id)
        if let triggerCode { try await workflow.change(["triggerCode": .string(triggerCode)]) }
        return workflow
    }
}

/// A workflow of an installation.
struct CloudflareWorkflow: Sendable {
    let installation: CloudflareInstallation
    let id: String

    var api: APIClient { installation.api }
    var path: String { "/api/workflows/\(id)" }

    func change(_ change: JSONValue) async throws { _ = try await api.call("PATCH", path, change) }

    @discardableResult
    func post(_ document: JSONValue) async throws -> String {
        try await api.call("POST", "\(path)/versions", ["ir": document])["id"]?.string ?? ""
    }

    @discardableResult
    func deploy() async throws -> JSONValue { try await api.call("POST", "\(path)/deploy", order) }

    var order: JSONValue { ["connectionId": .string(installation.connection)] }

    /// The deployments, newest first, as pairs of a version and what became of it.
    func deployments() async throws -> [(version: String, status: String)] {
        (try await api.call("GET", "\(path)/deployments")["data"]?.array ?? []).map {
            ($0["versionId"]?.string ?? "", $0["status"]?.string ?? "")
        }
    }

    /// Starts a run and follows it. Each step that waits is sent the events.
    /// - Parameter waiting: Called each time the run is found waiting, with how often it was in a row.
    func run(
        _ params: JSONValue = [:], sending events: JSONObject = [:],
        waiting: (Int) async throws -> Void = { _ in }
    ) async throws -> (state: JSONValue, steps: [JSONValue]) {
        let run = try await api.call(
            "POST", "\(path)/trigger", ["connectionId": .string(installation.connection), "params": params])
        let runPath = "\(path)/runs/\(run["id"]?.string ?? "")"
        var served: Set<String> = []
        var waits = 0
        for _ in 0..<6000 {
            let state = try await api.call("GET", runPath)
            let isOver = ["complete", "errored", "terminated"].contains(state["status"]?.string ?? "")
            let steps =
                isOver || !events.isEmpty ? try await api.call("GET", "\(runPath)/steps")["data"]?.array ?? [] : []
            if isOver { return (state, steps) }
            waits = state["status"] == "waiting" ? waits + 1 : 0
            if waits > 0 { try await waiting(waits) }
            for step in steps where step["status"] == "waiting" {
                guard served.insert(step["name"]?.string ?? "").inserted else { continue }
                for (type, payload) in events {
                    _ = try await api.send("POST", "\(runPath)/events", ["type": .string(type), "payload": payload])
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw APIClient.Unexpected(description: "The run does not end.\n\(installation.server.output)")
    }
}
