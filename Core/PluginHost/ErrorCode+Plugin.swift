import Errors
import JSON
import PluginMessages

extension PluginFailure {
    /// A failure that the host reports itself, rather than the plugin.
    package init(code: ErrorCode, message: String, details: JSONValue? = nil, retryable: Bool = false) {
        self.init(code: code.rawValue, message: message, details: details, retryable: retryable)
    }
}

extension PluginRefusal {
    package init(path: String, code: ErrorCode, reason: String) {
        self.init(path: path, code: code.rawValue, reason: reason)
    }
}
