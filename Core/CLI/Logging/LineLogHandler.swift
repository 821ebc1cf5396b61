import Foundation
import Logging
import Storage

/// Writes each line of the log to standard error at once and whole.
struct LineLogHandler: LogHandler {
    let format: LogFormat
    private let shared: SharedLogLevel
    /// Of one logger that somebody has set a level for.
    private var own: Logger.Level?
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(format: LogFormat, level: SharedLogLevel) {
        self.format = format
        shared = level
    }

    var logLevel: Logger.Level {
        get { own ?? shared.value }
        set { own = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        let line = format.line(Timestamp.now.iso8601, event.level, "\(event.message)", all)
        // A log that nobody takes any more must not end the server.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
