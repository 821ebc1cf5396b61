import JSON

/// A class of a Worker that is registered as a workflow.
struct WorkflowRegistration: Sendable, Hashable, Codable {
    let className: String
    let script: String
    /// Steps of a run; `nil` leaves the platform's limit.
    let steps: Int?
}

extension CloudflareAPI {
    func workflow(_ name: String) async throws(APIFailure) -> WorkflowRegistration? {
        let call = APICall(.get, ofAccount("workflows", name), needs: .scriptsRead, gives: .object)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        guard let workflow = answer?.result, let className = workflow["class_name"]?.string else { return nil }
        return WorkflowRegistration(
            className: className, script: workflow["script_name"]?.string ?? "",
            steps: workflow["limits"]?["steps"]?.int)
    }

    func putWorkflow(_ name: String, _ registration: WorkflowRegistration) async throws(APIFailure) {
        var body: JSONObject = [
            "class_name": .string(registration.className), "script_name": .string(registration.script),
        ]
        if let steps = registration.steps { body["limits"] = ["steps": .int(steps)] }
        try await send(
            APICall(.put, ofAccount("workflows", name), needs: .scriptsEdit, body: .json(.object(body)), gives: .object)
        )
    }

    /// With its instances.
    func deleteWorkflow(_ name: String) async throws(APIFailure) {
        try await send(APICall(.delete, ofAccount("workflows", name), needs: .scriptsEdit))
    }
}
