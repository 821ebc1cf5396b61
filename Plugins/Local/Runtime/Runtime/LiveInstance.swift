import JSON
import PluginMessages

/// An instance that is in memory.
struct LiveInstance: Sendable {
    var machine: InstanceMachine
    var deployment: DeploymentRecord
    /// The number of its passage through the program, while there is one.
    var run: Int?

    var record: InstanceRecord { machine.record }
}

extension InstanceRecord {
    /// With what it was started with, which may be large.
    var stateWithParams: RunState {
        let state = state
        return RunState(
            instanceId: state.instanceId, status: state.status, params: try? JSONValue(parsing: params),
            output: state.output, error: state.error)
    }

    /// As the world sees it.
    var state: RunState {
        RunState(
            instanceId: id.name, status: status, output: output.flatMap { try? JSONValue(parsing: $0) }, error: failure)
    }
}
