import ArgumentParser

/// Flags for who may use the server, and how much.
struct AccessOptions: ParsableArguments {
    @Option(ServerSettings.rateLimits) var rateLimits: [String]

    @Option(ServerSettings.allowedOrigins) var allowedOrigins: [String]

    @Option(ServerSettings.trustedProxies) var trustedProxies: String?

    @Flag(ServerSettings.webhookPrivate) var webhookPrivate: Bool
}
