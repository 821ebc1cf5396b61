import JSON

/// A class of a Worker that is registered as a workflow.
struct WorkflowRegistration: Sendable, Hashable, Codable {
    /// How long runs are kept after their end, in milliseconds; `nil` leaves it to the platform.
    struct Retention: Sendable, Hashable, Codable {
        var success: Int?
        var error: Int?

        /// "Workflows: Limits" (https://developers.cloudflare.com/workflows/reference/limits/).
        static let longest = 30 * 86_400_000
        static let longestFree = 3 * 86_400_000
    }

    /// What a registration sets beyond its class and schedules.
    struct Settings: Sendable, Hashable, Codable {
        var steps: Int?
        var concurrency: Int?
        var retention: Retention?

        static let none = Settings()
    }

    let className: String
    let script: String
    /// Steps of a run; `nil` leaves the platform's limit.
    var steps: Int?
    /// Runs at work at a time; `nil` leaves the platform's limit.
    var concurrency: Int?
    var retention: Retention?
    /// Schedules by which the platform starts runs; `nil` is as none.
    var schedules: [String]?

    var settings: Settings {
        get { Settings(steps: steps, concurrency: concurrency, retention: retention) }
        set { (steps, concurrency, retention) = (newValue.steps, newValue.concurrency, newValue.retention) }
    }

    /// The account's registration does what this one asks for; what it leaves to the platform, the platform may tell.
    func isServed(by current: WorkflowRegistration?) -> Bool {
        guard let current else { return false }
        func agrees<Value: Equatable>(_ path: KeyPath<WorkflowRegistration, Value?>) -> Bool {
            self[keyPath: path] == nil || self[keyPath: path] == current[keyPath: path]
        }
        return className == current.className && script == current.script
            && (current.steps == nil || agrees(\.steps)) && agrees(\.concurrency) && agrees(\.retention?.success)
            && agrees(\.retention?.error) && Set(schedules ?? []) == Set(current.schedules ?? [])
    }
}

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

extension WorkflowRegistration {
    /// Members of `WorkflowUpdateParams` of the vendor's client; the list of schedules replaces the one that is there.
    fileprivate var body: JSONObject {
        JSONObject(
            present: ("class_name", .string(className)), ("script_name", .string(script)),
            ("limits", steps.map { ["steps": .int($0)] }), ("concurrency", concurrency.map { ["limit": .int($0)] }),
            ("default_retention", retention.map { .object($0.body) }),
            ("schedules", schedules.map { .array($0.map { ["cron": .string($0)] }) }))
    }
}

extension WorkflowRegistration.Retention {
    fileprivate init?(_ json: JSONValue?) {
        self.init(success: json?["success_retention"]?.int, error: json?["error_retention"]?.int)
        guard success != nil || error != nil else { return nil }
    }

    fileprivate var body: JSONObject {
        JSONObject(
            present: ("success_retention", success.map(JSONValue.int)), ("error_retention", error.map(JSONValue.int)))
    }
}
