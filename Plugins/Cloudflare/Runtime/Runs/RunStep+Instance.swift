import FoundationEssentials
import JSON
import PluginMessages
import WorkerBackend

extension RunStep {
    /// One of an instance's `steps`; `nil` for other entries, such as its termination.
    init?(_ step: JSONValue, nodes: StepNodes) {
        guard let name = step["name"]?.string, let kind = Kind(cloudflare: step["type"]?.string ?? "") else {
            return nil
        }
        let attempts = step["attempts"]?.array ?? []
        let place = nodes.place(of: name)
        let errors = attempts.compactMap { $0["error"] } + [step["error"]].compactMap { $0 }
        let failure = errors.last { $0["message"] != nil }.map { error in
            RunFailure(
                name: error["name"]?.string ?? "Error", message: error["message"]?.string ?? "",
                nodeId: place?.node)
        }
        // What failed since the arm around it was over has not failed by itself.
        let isCancelled = failure.map { ArmEnd.isMessage($0.message) } ?? false
        let found = Status(step, kind: kind, lastAttempt: attempts.last)
        let status = found == .failed && isCancelled ? .cancelled : found
        let output = status == .succeeded ? Self.output(step["output"]) : nil
        let isOver = status == .succeeded || found == .failed
        self.init(
            name: Self.ownName(name) + (step["type"] == "rollback" ? ": rollback" : ""), kind: kind, status: status,
            attempts: kind == .do ? attempts.count : 1,
            startedAt: Self.milliseconds(step["start"]) ?? Self.milliseconds(attempts.first?["start"]) ?? 0,
            endedAt: isOver ? Self.milliseconds(step["end"]) : nil, error: found == .failed ? failure : nil,
            nodeId: place?.node, rounds: place?.rounds, output: output, outputSize: output?.bytes.count,
            history: kind == .do ? attempts.enumerated().map { RunAttempt($1, number: $0 + 1, of: place?.node) } : nil)
    }

    /// The API tells values as JSON texts, and numbers as they are.
    private static func output(_ value: JSONValue?) -> JSONValue? {
        guard let value, value != .null else { return nil }
        return value.string.map { (try? JSONValue(parsing: $0)) ?? value } ?? value
    }

    /// The API counts steps of the same name: `Charge-1`, `Charge-2`.
    private static func ownName(_ name: String) -> String {
        guard let dash = name.lastIndex(of: "-"), name[dash...].dropFirst().allSatisfy(\.isNumber),
            dash < name.index(before: name.endIndex)
        else { return name }
        return String(name[..<dash])
    }

    /// Times are ISO 8601, with or without parts of a second.
    static func milliseconds(_ value: JSONValue?) -> Int? {
        guard let text = value?.string else { return nil }
        let date =
            (try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: .iso8601))
        return date.map { Int(($0.timeIntervalSince1970 * 1000).rounded()) }
    }
}

extension RunAttempt {
    fileprivate init(_ attempt: JSONValue, number: Int, of node: String?) {
        let error = attempt["error"].flatMap { error in
            error["message"].map { message in
                RunFailure(
                    name: error["name"]?.string ?? "Error", message: message.string ?? message.text, nodeId: node)
            }
        }
        self.init(
            number: number, startedAt: RunStep.milliseconds(attempt["start"]) ?? 0,
            endedAt: RunStep.milliseconds(attempt["end"]), error: error)
    }
}

extension RunStep.Kind {
    fileprivate init?(cloudflare type: String) {
        switch type {
        // A rollback is what a step's handler does, which is of the step's form: "Get Workflow Instance" of the API's reference.
        case "step", "rollback": self = .do
        case "sleep": self = .sleep
        case "waitForEvent": self = .wait
        default: return nil
        }
    }
}

extension RunStep.Status {
    fileprivate init(_ step: JSONValue, kind: RunStep.Kind, lastAttempt: JSONValue?) {
        switch kind {
        case .do:
            if let success = step["success"]?.bool {
                self = success ? .succeeded : .failed
            } else {
                // Between two attempts the last one has an end.
                self = lastAttempt?["end"]?.string == nil ? .active : .pending
            }
        case .sleep, .wait:
            if step["error"]?.object != nil {
                self = .failed
            } else if step["finished"]?.bool == true {
                self = .succeeded
            } else {
                self = kind == .wait ? .waiting : .pending
            }
        }
    }
}
