import JSON
import PluginMessages

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
