import JSON
import PluginMessages

/// An instance that is in memory.
struct LiveInstance: Sendable {
    var machine: InstanceMachine
    var deployment: LocalDeployment
    /// The number of its replay through the program, while there is one.
    var run: Int?

    var record: InstanceRecord { machine.record }
}

extension InstanceRecord {
    /// With what it was started with, which may be large.
    var stateWithParams: RunState { state(params: try? JSONValue(parsing: params)) }

    /// As the world sees it.
    var state: RunState { state() }

    func state(params: JSONValue? = nil, waitingFor wait: RunWait? = nil) -> RunState {
        RunState(
            instanceId: id.name, status: status, params: params,
            output: output.flatMap { try? JSONValue(parsing: $0) }, error: failure, waitingFor: wait)
    }
}
