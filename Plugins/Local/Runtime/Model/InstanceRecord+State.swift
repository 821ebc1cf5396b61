import JSON
import PluginMessages
import Values

extension InstanceRecord {
    /// With what it was started with, which may be large, and when.
    var stateWithParams: RunState { state(params: try? JSONValue(parsing: params), createdAt: createdAt) }

    /// As the world sees it.
    var state: RunState { state() }

    func state(
        params: JSONValue? = nil, createdAt: Timestamp? = nil, waitingFor wait: RunWait? = nil
    ) -> RunState {
        RunState(
            instanceId: id.name, status: status, params: params, createdAt: createdAt?.number,
            output: output.flatMap { try? JSONValue(parsing: $0) }, error: failure, waitingFor: wait)
    }
}
