import Errors
import PluginMessages

extension PlatformError {
    static var functionHasNoRuns: PlatformError {
        PlatformError(
            .workflowFunctionHasNoRuns, "A function has no runs. Send an HTTP POST to the URL of its deployment.")
    }

    static func paramsTooLarge(limit: Int) -> PlatformError {
        PlatformError(
            .triggerParamsTooLarge,
            "The params exceed the limit of \(limit) bytes. Store the data and send its location.")
    }

    static var otherItem: PlatformError {
        PlatformError(
            .idempotencyOtherRequest,
            "A run with other params was started with this idempotencyKey. Use a new key for each run.")
    }

    static func runEnded(_ status: RunStatus) -> PlatformError {
        PlatformError(.runEnded, "The run has ended (\(status.rawValue)) and accepts no events.")
    }

    /// - Parameter status: `nil` where only the provider knows it.
    static func runNotEnded(_ status: RunStatus?) -> PlatformError {
        PlatformError(
            .runNotEnded,
            "The run has not ended\(status.map { " (\($0.rawValue))" } ?? ""). Only a run that is complete, errored or "
                + "terminated can be deleted: terminate it first.")
    }

    static func takenDown(_ run: RunID, of workflow: WorkflowID) -> PlatformError {
        PlatformError(
            .runTakenDown,
            "The run \"\(run)\" cannot be restarted: the deployment that it ran was taken down. Start a new run with "
                + "POST /api/workflows/\(workflow)/trigger.")
    }

    static func documentDeleted(of run: RunID) -> PlatformError {
        PlatformError(
            .versionNotFound, "The version of the run \"\(run.text)\" was deleted, and its document with it.")
    }

    static func unknownStep(_ step: StepReference) -> PlatformError {
        PlatformError(
            .runStepUnknown,
            "The run has no step \"\(step.name)\" number \(step.count). List its steps with GET /api/workflows/:id/runs/:id/steps."
        )
    }

    /// - Parameter number: The step's place in the run.
    static func unknownStep(number: String) -> PlatformError {
        PlatformError(
            .runStepNotFound,
            "The run has no step \"\(number)\"; expected the place of a step that it has begun, from 1. List its steps with "
                + "GET /api/workflows/:id/runs/:id/steps.")
    }

    static func tooManyStreams(limit: Int) -> PlatformError {
        PlatformError(
            .streamTooMany,
            "You have \(limit) streams of events open, which is the limit. Close one before you open another.")
    }

    static func runState(_ status: RunStatus, action: InstanceRequest.Action) -> PlatformError {
        PlatformError(
            .runState,
            "Cannot \(action.rawValue) a run that is \(status.rawValue). Allowed in: "
                + "\(action.states.map(\.rawValue).joined(separator: ", ")).")
    }
}

extension InstanceRequest.Action {
    /// The statuses of a run in which the action is allowed.
    var states: [RunStatus] {
        switch self {
        case .pause: [.queued, .running, .waiting, .unknown]
        case .resume: [.paused, .unknown]
        case .terminate: [.queued, .running, .waiting, .paused, .unknown]
        case .restart: RunStatus.allCases
        }
    }
}
