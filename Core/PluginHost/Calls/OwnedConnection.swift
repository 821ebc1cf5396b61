import JSON
import PluginMessages

/// The connection of an organization to a package: to the process that it has at the moment of a call.
struct OwnedConnection: PluginConnection {
    let processes: PluginProcesses
    let owner: String

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try await processes.process(of: owner).call(method, params, deadline: deadline, event: event)
    }

    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        try await processes.process(of: owner).exchange(method, params, deadline: deadline, event: event)
    }
}
