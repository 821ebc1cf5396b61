/// How important a line of the log is.
public enum PluginLogLevel: Sendable { case debug, info, warning, error }
