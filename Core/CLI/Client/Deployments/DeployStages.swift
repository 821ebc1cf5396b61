import JSON

/// Deploys a version, and reports the stages as they come.
struct DeployStages {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    /// - Returns: The deployment.
    /// - Throws: `ClientError` when it fails.
    func deploy(
        connection: String, version: String?, stage: (JSONValue) -> Void = { DeployStages.tell($0) }
    ) async throws -> JSONValue {
        let order = JSONObject(
            present: ("connectionId", .string(connection)), ("versionId", version.map(JSONValue.string)))
        let response = try await api.open(
            .POST, "\(workflow)/deploy-stream", [:], JSONValue.object(order).bytes)
        var result: JSONValue?
        do {
            try await EventStream(response: response).read { event in
                // The result of a deploy that failed has the error too.
                if event.name != "progress" {
                    result = event.data
                } else if event.data["stage"] != "FAILED" {
                    stage(event.data)
                }
            }
        } catch {
            try Task.checkCancellation()
            let reason = ConnectionProblem(error).reason
            throw RESTClient.Unreachable(
                base: api.base,
                response:
                    "The event stream of the deploy ended early: \(reason).")
        }
        guard let result else {
            throw RESTClient.Unreachable(base: api.base, response: "The event stream of the deploy ended early.")
        }
        guard result["status"] == "failed" else { return result }
        throw DeployProblem(of: result).error
    }

    /// A line on standard error.
    static func tell(_ stage: JSONValue) {
        let percent = stage["progress"]?.int.map { "\($0)%" } ?? ""
        let padding = String(repeating: " ", count: max(0, 4 - percent.count))
        Terminal.tell("\(padding)\(percent)  \(CommandHints(stage["message"]?.string ?? "").text.shownLine)\n")
    }
}
