import ArgumentParser

/// Flags for where the server is reached.
struct ListenOptions: ParsableArguments {
    @Option(ServerSettings.host) var host: String?

    @Option(ServerSettings.port) var port: String?

    @Option(ServerSettings.publicURL) var publicURL: String?

    @Option(ServerSettings.advertise) var advertise: String?

    @Option(ServerSettings.name) var name: String?

    @Flag(ServerSettings.privateTokens) var privateTokens: Bool

    @Option(ServerSettings.console) var console: String?
}
