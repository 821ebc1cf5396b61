import JSON
import PluginHost
import PluginMessages

/// A plugin that is packed and never called.
struct SilentConnection: PluginConnection {
    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        throw PluginFailure(code: "plugin.silent", message: "This plugin answers nothing.")
    }
}
