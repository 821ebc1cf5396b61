import JSON
import PluginMessages
import WorkerBackend

extension RunStatus {
    /// As the API tells it. Words that came later are unknown, and asked for again.
    init(cloudflare status: String) {
        self =
            switch status {
            case "queued": .queued
            case "running", "waitingForPause", "rollingBack": .running
            case "paused": .paused
            case "waiting": .waiting
            case "complete": .complete
            case "errored": .errored
            case "terminated": .terminated
            default: .unknown
            }
    }
}

extension RunState {
    /// - Parameter instance: As `GET …/instances/:id` tells it.
    init(instance: JSONValue, id: String, nodes: StepNodes) {
        let status = RunStatus(cloudflare: instance["status"]?.string ?? "")
        let failure = instance["error"].flatMap { error -> RunFailure? in
            guard let message = error["message"]?.string else { return nil }
            let step = Self.failedStep(in: instance["steps"]?.array ?? [], message: message)
            return RunFailure(
                name: error["name"]?.string ?? "Error", message: message, nodeId: step.flatMap(nodes.node(of:)))
        }
        self.init(
            instanceId: id, status: status, params: instance["params"].flatMap { $0.isNull ? nil : $0 },
            output: status == .complete ? Self.output(instance["output"]) : nil,
            error: status == .errored ? failure ?? RunFailure(name: "Error", message: "The run failed.") : nil,
            waitingFor: status == .waiting ? RunWait(instance: instance, nodes: nodes) : nil)
    }

    /// The API tells an output as the text of its JSON.
    private static func output(_ value: JSONValue?) -> JSONValue? {
        guard let value, !value.isNull else { return Optional.none }
        guard let text = value.string else { return value }
        guard !text.isEmpty else { return Optional.none }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }

    /// The last step that failed with the run's error, or else the last that failed.
    private static func failedStep(in steps: [JSONValue], message: String) -> String? {
        let failed = steps.filter { $0["success"]?.bool == false || $0["error"]?.object != nil }
        let same = failed.last { step in
            let errors = (step["attempts"]?.array ?? []).map { $0["error"] } + [step["error"]]
            return errors.contains { $0?["message"]?.string == message }
        }
        return (same ?? failed.last)?["name"]?.string
    }
}
