import ArgumentParser
import Logging
import PluginHost

/// Flags for the log.
struct LogOptions: ParsableArguments {
    @Option(ServerSettings.logLevel) var level: String?

    @Option(ServerSettings.logFormat) var format: String?

    func logger(_ reader: SettingReader) throws(InvalidSetting) -> Logger {
        let level = try reader.value(ServerSettings.logLevel, level)
        let format = try reader.value(ServerSettings.logFormat, format)
        return Logger(label: "millrace") { _ in LineLogHandler(format: format, level: level) }
    }
}
