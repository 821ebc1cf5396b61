import AsyncHTTPClient

extension HTTPClient {
    /// The client of commands. It follows no redirect: what authenticates with one server would be sent to another.
    static let commands = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    private static var configuration: Configuration {
        var configuration = Configuration.singletonConfiguration
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.decompression = .enabled(limit: .none)
        // Somebody waits: where nobody listens it says so at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
