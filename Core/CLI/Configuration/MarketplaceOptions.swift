import ArgumentParser

/// Flags for where packages come from.
struct MarketplaceOptions: ParsableArguments {
    @Option(ServerSettings.registries) var registries: [String]

    @OptionGroup var trust: TrustOptions
}
