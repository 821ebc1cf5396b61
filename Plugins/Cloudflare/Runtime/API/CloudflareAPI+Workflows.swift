import JSON

extension CloudflareAPI {
    /// Without what belongs to its version: see ``workflowSettings(of:)``.
    func workflow(_ name: String) async throws(APIFailure) -> WorkflowRegistration? {
        let call = APICall(.get, ofAccount("workflows", name), needs: .scriptsRead, gives: .object)
        let answer = try await orMissing { () throws(APIFailure) in try await send(call) }
        guard let workflow = answer?.result, let className = workflow["class_name"]?.string else { return nil }
        return WorkflowRegistration(
            className: className, script: workflow["script_name"]?.string ?? "", steps: nil,
            schedules: (workflow["schedules"]?.array ?? []).compactMap { $0["cron"]?.string })
    }

    /// What a registration sets beyond its class and schedules belongs to its latest version.
    func workflowSettings(of name: String) async throws(APIFailure) -> WorkflowRegistration.Settings {
        let versions = APICall(
            .get, ofAccount("workflows", name, "versions"), needs: .scriptsRead, query: [("per_page", "100")],
            isSecondary: true, gives: .list)
        // The reference names no order of the list.
        let latest = try await orMissing { () throws(APIFailure) in try await send(versions) }?.list.max {
            ($0["created_on"]?.string ?? "") < ($1["created_on"]?.string ?? "")
        }
        return .init(
            steps: latest?["limits"]?["steps"]?.int, concurrency: latest?["concurrency"]?["limit"]?.int,
            retention: .init(latest?["default_retention"]))
    }

    func putWorkflow(_ name: String, _ registration: WorkflowRegistration) async throws(APIFailure) {
        try await send(
            APICall(
                .put, ofAccount("workflows", name), needs: .scriptsEdit, body: .json(.object(registration.body)),
                gives: .object))
    }

    /// With its instances.
    func deleteWorkflow(_ name: String) async throws(APIFailure) {
        try await send(APICall(.delete, ofAccount("workflows", name), needs: .scriptsEdit))
    }
}
