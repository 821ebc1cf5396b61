import ArgumentParser
import Marketplace
import PluginHost

/// Flags for whose packages are trusted.
struct TrustOptions: ParsableArguments {
    @Option(ServerSettings.trustedKeys) var keys: [String]

    @Flag(ServerSettings.allowUnsigned) var allowUnsigned: Bool

    func check(_ reader: SettingReader = SettingReader()) throws(InvalidSetting) -> PackageCheck {
        PackageCheck(
            trusted: try reader.value(ServerSettings.trustedKeys, keys),
            allowsUnsigned: try reader.value(ServerSettings.allowUnsigned, allowUnsigned))
    }
}
