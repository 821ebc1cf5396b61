/// The severity of a log line.
public enum PluginLogLevel: Sendable { case debug, info, warning, error }
