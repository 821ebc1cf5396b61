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

extension WorkflowRegistration {
    /// Members of `WorkflowUpdateParams` of the vendor's client; the list of schedules replaces the one that is there.
    var body: JSONObject {
        JSONObject(
            present: ("class_name", .string(className)), ("script_name", .string(script)),
            ("limits", steps.map { ["steps": .int($0)] }), ("concurrency", concurrency.map { ["limit": .int($0)] }),
            ("default_retention", retention.map { .object($0.body) }),
            ("schedules", schedules.map { .array($0.map { ["cron": .string($0)] }) }))
    }
}

extension WorkflowRegistration.Retention {
    init?(_ json: JSONValue?) {
        self.init(success: json?["success_retention"]?.int, error: json?["error_retention"]?.int)
        guard success != nil || error != nil else { return nil }
    }

    var body: JSONObject {
        JSONObject(
            present: ("success_retention", success.map(JSONValue.int)), ("error_retention", error.map(JSONValue.int)))
    }
}
