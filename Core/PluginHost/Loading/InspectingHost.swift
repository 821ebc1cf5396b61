import PluginMessages
import Synchronization

/// The host of a plugin that is only inspected: it keeps what the plugin logs, and refuses everything else.
final class InspectingHost: HostFunctions {
    /// More would hide the reason.
    private static let mostLines = 5
    private static let longestLine = 500
    private static let refusal = PluginFailure(
        code: "host.checking", message: "The plugin was loaded for checking only.")

    private let lines = Mutex<[String]>([])

    /// The last lines; `nil` without one.
    var logged: String? {
        let lines = lines.withLock { $0 }
        return lines.isEmpty ? nil : lines.joined(separator: "; ")
    }

    func log(level: PluginLogLevel, _ message: String) {
        lines.withLock { lines in
            lines.append(String(message.prefix(Self.longestLine)))
            if lines.count > Self.mostLines { lines.removeFirst() }
        }
    }

    func emit(_ name: String, _ payload: [UInt8]) {}
    func fetch(_ request: [UInt8], answer: @escaping Answer) { answer(.failure(Self.refusal)) }
    func state(_ key: String, answer: @escaping Answer) { answer(.failure(Self.refusal)) }
    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) { answer(.failure(Self.refusal)) }
}
