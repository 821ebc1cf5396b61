import AsyncHTTPClient

extension HTTPClient {
    /// The client of all registries. Where nobody listens it says so at once: whoever asks for a catalogue waits for it,
    /// and other clients try until the request's time is over.
    package static let registries = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: configuration)

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
