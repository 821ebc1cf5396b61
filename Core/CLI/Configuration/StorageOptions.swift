import ArgumentParser
import PluginHost

/// The flag for the database.
struct StorageOptions: ParsableArguments {
    static let embedded = "sqlite"

    @Option(ServerSettings.storage) var storage: String?

    func choice(_ reader: SettingReader) throws(InvalidSetting) -> StorageChoice {
        StorageChoice(id: try reader.value(ServerSettings.storage, storage))
    }
}
