import ArgumentParser
import Foundation
import PluginHost

/// The flag for the data directory.
struct DataOptions: ParsableArguments {
    @Option(ServerSettings.data) var data: String?

    /// The path of the directory, whether it exists or not.
    func path(_ reader: SettingReader) throws(InvalidSetting) -> String {
        try reader.value(ServerSettings.data, data).absolutePath
    }
}
