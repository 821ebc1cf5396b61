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
    /// As the world sees it.
    var state: RunState {
        RunState(
            instanceId: id.name, status: status, output: output.flatMap { try? JSONValue(parsing: $0) }, error: failure)
    }
}
