import ArgumentParser
import Logging
import PluginHost

/// Flags for the log.
struct LogOptions: ParsableArguments {
    @Option(ServerSettings.logLevel) var level: String?

    @Option(ServerSettings.logFormat) var format: String?

    /// - Parameter level: Which lines the logger writes, now and when it is changed.
    func logger(_ reader: SettingReader, _ level: SharedLogLevel) throws(InvalidSetting) -> Logger {
        let format = try reader.value(ServerSettings.logFormat, format)
        return Logger(label: "millrace") { _ in LineLogHandler(format: format, level: level) }
    }
}
