import PluginMessages

/// What a package contributes.
package struct PackageContents: Codable, Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case node, provider, endpoint, storage
    }

    package struct Node: Codable, Sendable, Hashable {
        package let id: String
        package let version: String

        package init(id: String, version: String) {
            self.id = id
            self.version = version
        }
    }

    package struct Endpoint: Codable, Sendable, Hashable {
        package let method: String
        /// Below `/api/resources`.
        package let path: String
        /// Whose connections it uses.
        package let provider: String?

        package init(method: String, path: String, provider: String?) {
            self.method = method
            self.path = path
            self.provider = provider
        }

        /// Whether a request could be either's.
        package func conflicts(with other: Endpoint) -> Bool {
            method == other.method && shape == other.shape
                && (provider == nil || other.provider == nil || provider == other.provider)
        }

        private var shape: [Substring] {
            path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix(":") ? ":" : $0 }
        }
    }

    package let nodes: [Node]
    /// Ids.
    package let providers: [String]
    package let endpoints: [Endpoint]
    /// Ids.
    package let storages: [String]

    package init(
        nodes: [Node] = [], providers: [String] = [], endpoints: [Endpoint] = [], storages: [String] = []
    ) {
        self.nodes = nodes
        self.providers = providers
        self.endpoints = endpoints
        self.storages = storages
    }

    package init(of manifest: Manifest) {
        nodes = manifest.nodes.map { Node(id: $0.id, version: $0.version) }
        providers = manifest.providers.map(\.id)
        endpoints = manifest.resources.map {
            Endpoint(method: $0.method.rawValue, path: $0.path, provider: $0.provider)
        }
        storages = manifest.storages.map(\.id)
    }

    package var kinds: [Kind] {
        var kinds: [Kind] = []
        if !nodes.isEmpty { kinds.append(.node) }
        if !providers.isEmpty { kinds.append(.provider) }
        if !endpoints.isEmpty { kinds.append(.endpoint) }
        if !storages.isEmpty { kinds.append(.storage) }
        return kinds
    }

    /// Whether it is a node's package, whose id and version are the node's.
    package var isNode: Bool { nodes.count == 1 && providers.isEmpty && storages.isEmpty }

    /// What a publisher of the package has to own.
    var names: Set<String> { Set(nodes.map(\.id) + providers + storages + endpoints.compactMap(\.provider)) }

    /// For people: `the node "a" 1.0.0, the provider "b"`.
    package var text: String {
        let parts =
            nodes.map { "the node \"\($0.id)\" \($0.version)" } + providers.map { "the provider \"\($0)\"" }
            + endpoints.map { "the endpoint \($0.method) \($0.path)" } + storages.map { "the storage \"\($0)\"" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
