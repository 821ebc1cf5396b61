import JSON
import PluginHost
import PluginMessages

/// A provider of another server, which executes what concerns the deployments on its disk.
struct ElsewhereConnection: PluginConnection {
    let servers: OtherServers
    let server: String
    /// For people.
    let name: String

    /// Events of a call stay where they are: stages of a deploy are not told.
    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (_ name: String, _ payload: JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try await servers.execute(method, params, on: server, name: name, within: deadline)
    }
}
