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
    package var nodes: [Node]
    /// Who may publish which nodes; `nil`: everybody whose key a server trusts, each node.
    package var publishers: [Publisher]?
    /// Keys whose packages are refused, whoever trusts them.
    package var revokedKeys: [RevokedKey]?
    /// Of the whole index, by whoever runs the registry.
    package var signature: PackageSignature?

    package init(nodes: [Node]) { self.init(nodes: nodes, version: nil, expires: nil) }

    private init(nodes: [Node], version: Int?, expires: String?) {
        format = Self.currentFormat
        self.version = version
        self.expires = expires
        self.nodes = nodes
    }

    /// Somebody who publishes nodes of some names.
    package struct Publisher: Codable, Sendable, Hashable {
        package let id: String
        /// Public keys, as ``TrustedKey/text``.
        package var keys: [String]
        /// Ids of nodes; one that ends with `*` stands for all that begin so.
        package var nodes: [String]

        package init(id: String, keys: [String], nodes: [String]) {
            self.id = id
            self.keys = keys
            self.nodes = nodes
        }

        /// Whether a text is a node's id, or the beginning of some with `*` after it.
        static func isNodes(_ text: String) -> Bool {
            let name = text.hasSuffix("*") ? text.dropLast() : text[...]
            let isPlain = name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
            return !text.isEmpty && isPlain
        }

        /// Whether some node would be of this publisher and of those names, too.
        func overlaps(_ name: String) -> Bool {
            let start = name.hasSuffix("*") ? String(name.dropLast()) : nil
            return nodes.contains { own in
                guard own.hasSuffix("*") else { return start.map(own.hasPrefix) ?? (own == name) }
                let ownStart = String(own.dropLast())
                return start.map { $0.hasPrefix(ownStart) || ownStart.hasPrefix($0) } ?? name.hasPrefix(ownStart)
            }
        }

        package func owns(_ node: String) -> Bool {
            nodes.contains { name in
                name.hasSuffix("*") ? node.hasPrefix(name.dropLast()) : node == name
            }
        }
    }

    package struct RevokedKey: Codable, Sendable, Hashable {
        /// The key's id.
        package let key: String
        package let reason: String

        package init(key: String, reason: String) {
            self.key = key
            self.reason = reason
        }
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
        package var versions: [Version]
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
        var index = self
        index.nodes = try nodes.map { node in
            var node = node
            node.versions = try node.versions.map { version in
                var version = version
                version.builds = try version.builds.map { build in
                    var build = build
                    build.signature = try key.sign(PackageStatement(node: node.id, version: version, build).bytes)
                    return build
                }
                return version
            }
            return node
        }
        return try index.signedAsWhole(by: key, version: version, expires: expires)
    }

    /// This index, signed; the packages keep the signatures of their publishers.
    func signedAsWhole(by key: SigningKey, version: Int, expires: String) throws -> RegistryIndex {
        var index = RegistryIndex(nodes: nodes, version: version, expires: expires)
        index.publishers = publishers
        index.revokedKeys = revokedKeys
        index.signature = try key.signature(ofIndex: JSONValue(encoding: index)).decode()
        return index
    }
}
