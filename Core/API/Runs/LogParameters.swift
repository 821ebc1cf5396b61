import Hummingbird
import Platform
import PluginMessages

extension [Parameter] {
    /// Which lines of a log are listed.
    static let logLines = [
        Parameter(
            "level", "Filter by level: one, or several as repeated parameters or separated by commas.",
            .list(of: .choice(of: RunLogLine.Level.self))),
        Parameter("loggedAfter", "Only lines printed at or after this time.", .time),
        Parameter("loggedBefore", "Only lines printed before this time.", .time),
        Parameter("q", "Filter by a case-insensitive part of the line.", .text(FieldLimits.search)),
    ]
}

extension Request {
    /// Which lines of a log are wanted.
    var logFilter: LogFilter {
        get throws(PlatformError) {
            try LogFilter(
                levels: words("level"), after: query("loggedAfter"), before: query("loggedBefore"), text: query("q"))
        }
    }
}
