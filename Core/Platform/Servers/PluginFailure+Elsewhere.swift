import Errors
import PluginHost
import PluginMessages

extension PluginFailure {
    /// - Parameter server: The name of the one whose disk has the deployment.
    static func unreachable(_ server: String) -> PluginFailure {
        elsewhere(
            "The deployment is on the server \"\(server)\", which cannot be reached. Start it and retry; a new deploy to "
                + "the connection replaces the deployment.", wasSent: false)
    }

    /// The connection ended before the server replied.
    static func lost(by server: String) -> PluginFailure {
        elsewhere(
            "The connection to the server \"\(server)\", which has the deployment, ended before its response: the request "
                + "may have been executed. Check whether it was, or repeat it with the same Idempotency-Key.",
            wasSent: true)
    }

    private static func elsewhere(_ message: String, wasSent: Bool) -> PluginFailure {
        PluginFailure(
            code: ErrorCode.deploymentElsewhere.rawValue, message: message, retryable: !wasSent, retryAfter: 15)
    }

    /// Whether the server that has the deployment did not respond.
    var isElsewhere: Bool { code == ErrorCode.deploymentElsewhere.rawValue }

    /// Whether nothing was executed, since the server that has the deployment cannot be reached.
    var wasNotExecuted: Bool { isElsewhere && retryable }
}
