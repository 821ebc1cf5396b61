import Errors
import PluginHost
import PluginMessages

extension PluginFailure {
    /// - Parameter limit: Bytes of all messages in parts.
    static func messageMemory(limit: Int) -> PluginFailure {
        PluginFailure(
            code: ErrorCode.serverMessageMemory.rawValue,
            message:
                "Long requests and responses between the servers take all of the \(limit >> 20) MiB of memory that they may. "
                + "Retry later.", retryable: true, retryAfter: 5)
    }

    static func longMessage(_ size: Int, limit: Int) -> PluginFailure {
        PluginFailure(
            code: ErrorCode.serverMessageLong.rawValue,
            message:
                "The request or response has \(size) bytes as servers send it, which is more than \(limit >> 20) MiB. Send the "
                + "request when the server that has the deployment leads.")
    }

    /// The kind of a failure of the servers themselves, which no plugin has caused.
    var kindBetweenServers: ErrorKind? {
        switch ErrorCode(rawValue: code) {
        case .deploymentElsewhere, .serverMessageMemory: .unavailable
        case .serverMessageLong: .invalid
        default: nil
        }
    }
}
