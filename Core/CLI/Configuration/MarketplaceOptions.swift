import ArgumentParser
import Marketplace
import PluginHost

/// Flags for where packages come from.
struct MarketplaceOptions: ParsableArguments {
    @Option(ServerSettings.registries) var registries: [String]

    @OptionGroup var trust: TrustOptions

    /// - Returns: What the registries are read from.
    func sources(_ reader: SettingReader) throws(InvalidSetting) -> [RegistrySource] {
        let choices = try reader.value(ServerSettings.registries, registries).effective
        // What is wrong with its key is for `doctor`: the server works without it.
        let bundled = choices.contains(.bundled) ? try? BundledRegistry(InstallationFolders()) : nil
        return choices.sources(bundled)
    }
}

extension [RegistryChoice] {
    /// - Parameter bundled: That of the installation; `nil` when it has none.
    func sources(_ bundled: BundledRegistry?) -> [RegistrySource] {
        compactMap { choice in
            switch choice {
            case .bundled: bundled?.source
            case .none: nil
            case .location(let place): RegistrySource(place)
            }
        }
    }
}
