import AsyncHTTPClient

extension HTTPClient {
    /// The client of all that is asked of others: what plugins request, registries, and a server by commands. Where
    /// nobody listens it says so at once, since somebody waits for each answer; as it comes, the library tries until the
    /// request's time is over.
    package static let outbound = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    /// For what must not leave the host that it was sent to.
    package static let withoutRedirects: HTTPClient = {
        var settings = HTTPClient.configuration
        settings.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }()

    private static var configuration: Configuration {
        var configuration = Configuration.singletonConfiguration
        configuration.timeout.connect = .seconds(5)
        // Every caller bounds what it takes of an answer, so how well it was packed does not matter.
        configuration.decompression = .enabled(limit: .none)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
