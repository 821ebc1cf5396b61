import PluginMessages

extension PluginLogLevel {
    /// Output of a program is not an error of the provider.
    init(_ level: RunLogLine.Level) {
        switch level {
        case .debug: self = .debug
        case .info, .warning, .error: self = .info
        }
    }
}
