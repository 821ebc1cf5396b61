import JSON
import PluginMessages

/// A way to call one loaded plugin, wherever it runs.
package protocol PluginConnection: Sendable {
    /// Makes one call.
    /// - Parameters:
    ///   - method: Such as `provider.deploy`.
    ///   - deadline: How long the call may take; it is cancelled and fails with `plugin.timeout` after that.
    ///   - event: Receives the call's events, in order, before the result is returned.
    /// - Throws: The plugin's own failure, or one of the host's (`plugin.timeout`, `plugin.cancelled`, `plugin.reply`).
    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (_ name: String, _ payload: JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue

    /// Makes one call like ``call(_:_:deadline:event:)``, with the text of its parameters and of its result: what a
    /// caller reads and writes by itself is never built in memory.
    /// - Returns: What the plugin sent, which need not be JSON.
    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (_ name: String, _ payload: JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8]
}

extension PluginConnection {
    package func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (_ name: String, _ payload: JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        try await call(method, PluginReply.value(params), deadline: deadline, event: event).bytes
    }
    /// Makes one call without events, and decodes its result.
    /// - Parameters:
    ///   - plugin: Who responded, for the message of a failure: `The plugin`.
    ///   - what: What it responded to.
    func call<Answer: Decodable>(
        _ method: String, _ request: some Encodable, deadline: Duration, of plugin: String, for what: String
    ) async throws(PluginFailure) -> Answer {
        do {
            return try await call(method, JSONValue(encoding: request), deadline: deadline) { _, _ in }.decode()
        } catch let failure as PluginFailure {
            throw failure
        } catch {
            throw PluginFailure(
                code: .pluginMessage, message: "\(plugin) returned an invalid response to \"\(what)\": \(error)")
        }
    }
}
