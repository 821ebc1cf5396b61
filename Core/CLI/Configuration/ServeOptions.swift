import ArgumentParser

/// The flags of `millrace serve`.
struct ServeOptions: ParsableArguments {
    @OptionGroup(title: "Server") var data: DataOptions

    @OptionGroup(title: "Server") var listen: ListenOptions

    @OptionGroup(title: "Log") var log: LogOptions

    @OptionGroup(title: "Shutdown") var shutdown: ShutdownOptions

    @OptionGroup(title: "Storage") var storage: StorageOptions

    @Flag(ServerSettings.standby) var standby: Bool

    @OptionGroup(title: "Retention") var retention: RetentionOptions

    @OptionGroup(title: "Access") var access: AccessOptions

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    @OptionGroup(title: "Marketplace") var marketplace: MarketplaceOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Settings of plugins as flags of their own: --PLUGIN-NAME VALUE, or --PLUGIN-NAME alone for a switch, such as --local-allow-private. --help-markdown lists them.",
            valueName: "plugin-flags"))
    var pluginFlags: [String] = []
}
