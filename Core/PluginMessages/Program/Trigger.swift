import JSON

/// What starts a run.
public enum Trigger: Sendable, Hashable {
    case manual
    /// `path` and `method` are as the document gives them.
    case http(path: String?, method: String?)
    case cron(expression: String)
    case event(type: String)
}
