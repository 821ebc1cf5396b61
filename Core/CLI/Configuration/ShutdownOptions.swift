import ArgumentParser

/// Flags for how the server stops.
struct ShutdownOptions: ParsableArguments {
    @Option(ServerSettings.shutdownTimeout) var timeout: String?

    @Option(ServerSettings.drainDelay) var drainDelay: String?
}
