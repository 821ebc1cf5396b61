/// The severity of a log line, with the numbers of `millrace_log_level`.
public enum PluginLogLevel: UInt8, Sendable { case debug = 1, info, warning, error }
