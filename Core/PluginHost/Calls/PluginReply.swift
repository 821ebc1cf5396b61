import JSON
import PluginMessages

/// What a plugin, or its process, sends.
enum PluginReply {
    static func value(_ text: [UInt8]) throws(PluginFailure) -> JSONValue {
        do { return try JSONValue(parsing: text) } catch { throw malformed(error) }
    }

    static func failure(_ text: some Sequence<UInt8>) -> PluginFailure {
        do { return try JSONValue(parsing: text).decode() } catch { return malformed(error) }
    }

    static func malformed(_ error: any Error) -> PluginFailure {
        PluginFailure(code: .pluginMessage, message: "The plugin's reply is malformed: \(error)")
    }
}
