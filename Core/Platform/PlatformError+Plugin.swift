import Errors
import PluginMessages

extension PlatformError {
    /// A failure of a provider during a use case. A run that has changed meanwhile is a conflict, a value that cannot be
    /// deployed is the request's, and neither is the provider's fault.
    static func provider(_ id: String, _ failure: PluginFailure) -> PlatformError {
        // No provider has failed: none was reached.
        if let kind = failure.kindBetweenServers { return PlatformError(failure, failure.message, kind: kind) }
        switch failure.fault {
        case .conflict: return PlatformError(failure, failure.message, kind: .conflict)
        case .invalid: return PlatformError(failure, failure.message, kind: .invalid)
        case .limit: return PlatformError(failure, failure.message, kind: .tooManyRequests)
        default: break
        }
        // Some messages name the provider themselves.
        let name = "Provider \"\(id)\" "
        let message = failure.message.hasPrefix(name) ? failure.message : "\(name)failed: \(failure.message)"
        return PlatformError(failure, message, kind: failure.kind)
    }

    /// A failure of a plugin's own endpoint or service. Where something is wrong with the request, the plugin has not failed.
    package static func plugin(_ id: String, _ failure: PluginFailure) -> PlatformError {
        if let kind = failure.kindBetweenServers { return PlatformError(failure, failure.message, kind: kind) }
        return switch failure.fault {
        case .invalid: PlatformError(failure, failure.message, kind: .invalid)
        case .notFound: PlatformError(failure, failure.message, kind: .notFound)
        case .conflict: PlatformError(failure, failure.message, kind: .conflict)
        case .limit: PlatformError(failure, failure.message, kind: .tooManyRequests)
        default: PlatformError(failure, "Plugin \"\(id)\" failed: \(failure.message)", kind: failure.kind)
        }
    }
}

extension PluginFailure {
    /// The kind of a failure for which nothing is wrong with the request.
    fileprivate var kind: ErrorKind {
        switch ErrorCode(rawValue: code) {
        case .providerUnsupported: .invalid
        case .pluginTimeout: .timeout
        case .storageFull, .storageReadOnly: .storageFull
        case .pluginOff: .unavailable
        // The vendor is there, and asks for a pause.
        default: retryAfter == nil ? .provider : .unavailable
        }
    }
}
