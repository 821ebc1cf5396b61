import JSON
import LocalRuntime
import PluginMessages

/// An instance and its steps as the API tells them.
struct InstanceReport: Sendable {
    let instance: WorkflowInstance
    let history: RunHistory

    /// Between being told to pause and having no attempt at work.
    var status: String {
        let isAtWork = history.steps.contains { $0.summary.kind == .do && $0.summary.status == .active }
        return history.state.status == .paused && isAtWork ? "waitingForPause" : history.state.status.rawValue
    }

    func json(order: String?, isSimple: Bool) -> JSONValue {
        let state = history.state
        let steps = isSimple ? [] : stepReports
        return [
            "status": .string(status), "params": history.params,
            "trigger": ["source": .string(instance.source)], "versionId": .string(instance.versionId),
            "queued": Moment(milliseconds: Int(history.createdAt.milliseconds)).json,
            "start": instance.startedAt?.json ?? nil,
            "end": instance.endedAt?.json ?? nil,
            "success": state.status == .complete ? true : state.status.isTerminal ? false : nil,
            "error": Self.error(state.error), "output": Self.output(state.output),
            "step_count": .int(history.steps.count),
            "steps": .array(order == "desc" ? steps.reversed() : steps),
        ]
    }

    /// The specification has texts and numbers: a number is told as it is, other values as JSON texts, none as an
    /// empty one.
    private static func output(_ value: JSONValue?) -> JSONValue {
        switch value {
        case nil: ""
        case .number: value ?? ""
        case .some(let value): .string(value.text)
        }
    }

    private static func error(_ failure: RunFailure?) -> JSONValue {
        failure.map { ["name": .string($0.name), "message": .string($0.message)] } ?? nil
    }

    /// Steps are told by their names and which of that name they are.
    private var stepReports: [JSONValue] {
        var seen: [String: Int] = [:]
        var reports = history.steps.map { step in
            seen[step.summary.name, default: 0] += 1
            return report(of: step, name: "\(step.summary.name)-\(seen[step.summary.name] ?? 1)")
        }
        if history.state.status == .terminated {
            reports.append(["type": "termination", "trigger": ["source": "api"]])
        }
        return reports
    }

    private func report(of step: RunHistory.Step, name: String) -> JSONValue {
        let summary = step.summary
        let start = Moment(milliseconds: summary.startedAt).json
        let end = summary.endedAt.map { Moment(milliseconds: $0).json }
        let isOver = summary.status == .succeeded || summary.status == .failed
        let wake = Moment(milliseconds: step.wakeAt.map { Int($0.milliseconds) } ?? summary.startedAt).json
        switch summary.kind {
        case .do:
            return [
                "name": .string(name), "type": "step", "start": start, "end": end ?? nil,
                "success": isOver ? .bool(summary.status == .succeeded) : nil,
                "output": step.output.map { .string($0.text) } ?? nil, "attempts": .array(attempts(of: summary)),
                "config": Self.defaultConfig,
            ]
        case .sleep:
            return [
                "name": .string(name), "type": "sleep", "start": start, "end": end ?? wake, "finished": .bool(isOver),
                "error": Self.error(summary.error),
            ]
        case .wait:
            return [
                "name": .string(name), "type": "waitForEvent", "start": start, "end": end ?? wake,
                "finished": .bool(isOver), "error": Self.error(summary.error),
                "output": step.output.map { .string($0.text) } ?? nil,
                "event_type": step.event.map(JSONValue.string) ?? nil,
            ]
        }
    }

    /// A step by the name that the report has for it.
    static func step(_ name: String, in history: RunHistory) -> RunHistory.Step? {
        var seen: [String: Int] = [:]
        return history.steps.first { step in
            seen[step.summary.name, default: 0] += 1
            return "\(step.summary.name)-\(seen[step.summary.name] ?? 1)" == name
        }
    }

    static func outcome(of step: RunHistory.Step) -> JSONValue {
        let status =
            switch step.summary.status {
            case .active, .pending: "running"
            case .waiting: "waiting"
            case .succeeded: "complete"
            case .failed: "errored"
            case .cancelled: "terminated"
            }
        return [
            "status": .string(status), "error": error(step.summary.error), "output": step.output ?? nil,
            "event_type": step.event.map(JSONValue.string) ?? nil,
        ]
    }

    /// The journal counts attempts and keeps the last one's error: earlier ones are told without theirs.
    private func attempts(of step: RunStep) -> [JSONValue] {
        (0..<step.attempts).map { number in
            let isLast = number == step.attempts - 1
            let isSuccess: JSONValue =
                switch step.status {
                case .succeeded where isLast: true
                case .active where isLast: nil
                case .active, .pending, .waiting, .succeeded, .failed, .cancelled: false
                }
            return [
                "start": Moment(milliseconds: step.startedAt).json,
                "end": step.endedAt.map { Moment(milliseconds: $0).json } ?? nil, "success": isSuccess,
                "error": isLast ? Self.error(step.error) : nil,
            ]
        }
    }

    /// "Workflows: Sleeping and retrying" of Cloudflare's documentation. The journal does not keep a step's own.
    private static let defaultConfig: JSONValue = [
        "retries": ["limit": 5, "delay": 10000, "backoff": "exponential"], "timeout": "10 minutes",
    ]
}
