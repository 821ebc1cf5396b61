import ArgumentParser
import Platform
import PluginHost

/// Flags for how long the server keeps what it lists.
struct RetentionOptions: ParsableArguments {
    @Option(ServerSettings.runRetention) var runs: String?

    @Option(ServerSettings.auditRetention) var auditLog: String?

    func settings(_ reader: SettingReader) throws(InvalidSetting) -> RetentionSettings {
        let runs = try reader.value(ServerSettings.runRetention, runs)
        let auditLog = try reader.value(ServerSettings.auditRetention, auditLog)
        return RetentionSettings(
            runs: runs > .zero ? runs : nil, auditLog: auditLog > .zero ? auditLog : nil)
    }
}
