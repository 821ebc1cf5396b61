import JSON
import PluginMessages
import Values

/// What a plugin, or its process, sends.
enum PluginReply {
    static func value(_ text: [UInt8]) throws(PluginFailure) -> JSONValue {
        do { return try JSONValue(parsing: text) } catch { throw malformed(error) }
    }

    static func failure(_ text: some Sequence<UInt8>) -> PluginFailure {
        do { return shown(try JSONValue(parsing: text).decode()) } catch { return malformed(error) }
    }

    /// Characters.
    private static let (longestCode, longestMessage) = (100, 32_768)
    /// Seconds.
    private static let longestPause = 86_400

    /// People read it in responses, logs and terminals: nothing of it changes how the rest is shown, and it has an end.
    private static func shown(_ failure: PluginFailure) -> PluginFailure {
        PluginFailure(
            code: String(ShownText.line(failure.code).prefix(longestCode)),
            message: String(ShownText.lines(failure.message).prefix(longestMessage)), details: failure.details,
            retryable: failure.retryable, fault: failure.fault,
            retryAfter: failure.retryAfter.map { min(max($0, 0), longestPause) })
    }

    static func malformed(_ error: any Error) -> PluginFailure {
        PluginFailure(code: .pluginMessage, message: "The plugin's reply is malformed: \(error)")
    }
}
