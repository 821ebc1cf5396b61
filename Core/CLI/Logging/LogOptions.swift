import ArgumentParser
import Logging

/// What is written to the log, and how.
struct LogOptions: ParsableArguments {
    @Option(
        help:
            "trace, debug, info, notice, warning, error or critical; info has a line a request. (MILLRACE_LOG_LEVEL; default info)"
    )
    var logLevel: String?

    @Option(help: "text or json, one object a line. (MILLRACE_LOG_FORMAT; default text)")
    var logFormat: String?

    var logger: Logger {
        get throws {
            let name = logLevel ?? Environment.setting("LOG_LEVEL") ?? "info"
            guard let level = Logger.Level(rawValue: name) else {
                throw ValidationError("\"\(name)\" is no log level.")
            }
            let form = logFormat ?? Environment.setting("LOG_FORMAT") ?? LogFormat.text.rawValue
            guard let format = LogFormat(rawValue: form) else {
                throw ValidationError("\"\(form)\" is no log format: write text or json.")
            }
            return Logger(label: "millrace") { _ in LineLogHandler(format: format, level: level) }
        }
    }
}
