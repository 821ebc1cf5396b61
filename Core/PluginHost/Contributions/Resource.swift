import JSON
import PluginMessages

/// An endpoint of a loaded plugin, as the core calls it.
package struct Resource: Sendable {
    package let endpoint: ResourceEndpoint
    /// The plugin's id.
    package let plugin: String
    private let connection: any PluginConnection

    init(endpoint: ResourceEndpoint, of plugin: LoadedPlugin) {
        self.endpoint = endpoint
        self.plugin = plugin.manifest.id
        connection = plugin.connection
    }

    package func call(_ request: ResourceRequest) async throws(PluginFailure) -> ResourceResponse {
        try await connection.call(
            "resource.call", request, deadline: .seconds(60), of: "The plugin", for: endpoint.id)
    }

    /// The parameters of a path that is this endpoint's; `nil` when it is another's.
    /// - Parameter path: Parts, decoded.
    func parameters(of path: [String]) -> [String: String]? { Self.parameters(of: path, at: endpoint) }

    static func parameters(of path: [String], at endpoint: ResourceEndpoint) -> [String: String]? {
        let segments = endpoint.segments
        guard segments.count == path.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            if segment.hasPrefix(":") {
                guard !part.isEmpty else { return nil }
                parameters[String(segment.dropFirst())] = part
            } else if segment != part {
                return nil
            }
        }
        return parameters
    }

    /// The path with nameless parameters: two endpoints of one shape and method are told apart by the providers of the
    /// connections that requests name, and otherwise cannot be.
    static func shape(_ endpoint: ResourceEndpoint) -> String {
        "\(endpoint.method.rawValue) "
            + endpoint.segments.map { $0.hasPrefix(":") ? ":" : String($0) }.joined(separator: "/")
    }

    /// The first of some endpoints whose requests could be another's, too.
    static func conflict(of endpoints: [ResourceEndpoint], with others: [ResourceEndpoint]) -> ResourceEndpoint? {
        guard !endpoints.isEmpty, !others.isEmpty else { return nil }
        let byShape = Dictionary(grouping: others, by: shape)
        return endpoints.first { one in
            byShape[shape(one)]?.contains { other in
                one.provider == nil || other.provider == nil || one.provider == other.provider
            } == true
        }
    }
}

extension ContributionRegistry {
    /// What a path leads to.
    package enum ResourceMatch: Sendable {
        case found(Resource, parameters: [String: String])
        /// The path is there, by these methods only.
        case otherMethod([ResourceEndpoint.Method])
        case none
    }

    /// - Parameters:
    ///   - path: Parts below `/api/resources`, decoded. A part that is written out wins over a parameter.
    ///   - provider: Of the connection that the request names; `nil` where that is not known.
    package func resource(
        _ method: ResourceEndpoint.Method?, _ path: [String], provider: String? = nil
    ) -> ResourceMatch {
        let matches = resources.compactMap { resource in resource.parameters(of: path).map { (resource, $0) } }
        let fit = matches.filter { $0.0.endpoint.method == method }
        let own = fit.filter { $0.0.endpoint.provider == nil || $0.0.endpoint.provider == provider }
        let best = (own.isEmpty ? fit : own).min { $0.1.count < $1.1.count }
        if let best { return .found(best.0, parameters: best.1) }
        return matches.isEmpty ? .none : .otherMethod(matches.map(\.0.endpoint.method))
    }
}
