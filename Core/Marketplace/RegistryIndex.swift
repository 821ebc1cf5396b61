import JSON

/// What a registry offers: its `index.json`. `registry/README.md` defines the format.
package struct RegistryIndex: Codable, Sendable, Hashable {
    /// Of the format that this program writes and reads.
    package static let currentFormat = 1

    package let format: Int
    /// Of a signed index: higher in every later one.
    package let version: Int?
    /// Of a signed index: servers refuse it after that (RFC 3339).
    package let expires: String?
    /// By id.
    package let nodes: [Node]
    /// Of the whole index, by whoever runs the registry.
    package var signature: PackageSignature?

    package init(nodes: [Node], version: Int? = nil, expires: String? = nil) {
        format = Self.currentFormat
        self.version = version
        self.expires = expires
        self.nodes = nodes
    }

    /// A marketplace node.
    package struct Node: Codable, Sendable, Hashable {
        package let id: String
        /// From here on: of the newest version.
        package let name: String
        package let description: String
        package let category: String
        package let tags: [String]
        /// Newest first.
        package let versions: [Version]
    }

    package struct Version: Codable, Sendable, Hashable {
        package let version: String
        /// The plugin ABI that its libraries speak.
        package let abi: Int
        /// The version of Millrace that it was built with.
        package let sdk: String
        /// Paths below the registry: the node's definition (JSON), its description (Markdown), its icon (SVG).
        package let definition: String
        package let readme: String
        package let icon: String?
        package var deprecated: Bool?
        package var deprecationMessage: String?
        package var replacedBy: String?
        /// Withdrawn: nobody installs it any more, and why.
        package var yanked: String?
        package var builds: [Build]
    }

    /// A library for one platform.
    package struct Build: Codable, Sendable, Hashable {
        /// Such as `linux-x86_64`.
        package let platform: String
        /// Below the registry.
        package let path: String
        /// Bytes.
        package let size: Int
        /// Lower-case hexadecimal.
        package let sha256: String
        package var signature: PackageSignature?
    }

    /// This index and every build, signed.
    /// - Parameters:
    ///   - version: Above that of every earlier index.
    ///   - expires: RFC 3339.
    func signed(by key: SigningKey, version: Int, expires: String) throws -> RegistryIndex {
        try RegistryIndex(
            nodes: nodes.map { node in
                Node(
                    id: node.id, name: node.name, description: node.description, category: node.category,
                    tags: node.tags,
                    versions: try node.versions.map { version in
                        var version = version
                        version.builds = try version.builds.map { build in
                            var build = build
                            build.signature = try key.sign(
                                PackageStatement(node: node.id, version: version, build).bytes)
                            return build
                        }
                        return version
                    })
            }
        ).signedAsWhole(by: key, version: version, expires: expires)
    }

    /// This index, signed; the packages keep the signatures of their publishers.
    func signedAsWhole(by key: SigningKey, version: Int, expires: String) throws -> RegistryIndex {
        var index = RegistryIndex(nodes: nodes, version: version, expires: expires)
        index.signature = try key.signature(ofIndex: JSONValue(encoding: index)).decode()
        return index
    }
}
