import JSON
import PluginMessages
import Values

/// What a registry offers: its `index.json`. `registry/README.md` defines the format.
package struct RegistryIndex: Codable, Sendable, Hashable {
    /// Of the format that this program writes and reads.
    package static let currentFormat = 1

    package let format: Int
    /// Of a signed index: higher in every later one.
    package let version: Int?
    /// Of a signed index: servers refuse it after that (RFC 3339).
    package let expires: String?
    /// Packages of one node each, by id.
    package var nodes: [Node]
    /// All other packages, by id: servers that install nodes only do not offer them. `nil`: none.
    package var packages: [Node]?
    /// Who may publish which nodes; `nil`: everybody whose key a server trusts, each node.
    package var publishers: [Publisher]?
    /// Keys whose packages are refused, whoever trusts them.
    package var revokedKeys: [RevokedKey]?
    /// Of the whole index, by whoever runs the registry.
    package var signature: PackageSignature?

    /// - Parameter packages: Of all kinds.
    package init(packages: [Node]) { self.init(packages: packages, version: nil, expires: nil) }

    private init(packages: [Node], version: Int?, expires: String?) {
        format = Self.currentFormat
        self.version = version
        self.expires = expires
        func only(_ isNode: Bool) -> [Node] {
            packages.compactMap { package in
                var some = package
                some.versions = package.versions.filter { ($0.contributes?.isNode ?? true) == isNode }
                return some.versions.isEmpty ? nil : some
            }.sorted { $0.id < $1.id }
        }
        nodes = only(true)
        let others = only(false)
        self.packages = others.isEmpty ? nil : others
    }

    /// Packages of all kinds, by id: one may have begun as a node.
    package var all: [Node] {
        guard let packages else { return nodes }
        return Dictionary(grouping: nodes + packages, by: \.id).compactMap { $0.value.merged }.sorted { $0.id < $1.id }
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

    /// A package of the marketplace.
    package struct Node: Codable, Sendable, Hashable {
        package let id: String
        /// From here on: of the newest version.
        package let name: String
        package let description: String
        package let category: String
        package let tags: [String]
        /// Newest first.
        package var versions: [Version]

        package init(
            id: String, name: String, description: String, category: String, tags: [String], versions: [Version]
        ) {
            self.id = id
            self.name = name
            self.description = description
            self.category = category
            self.tags = tags
            self.versions = versions
        }
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
        /// The path of what has changed (Markdown); `nil`: the publisher did not write it down.
        package var changelog: String?
        package var deprecated: Bool?
        package var deprecationMessage: String?
        package var replacedBy: String?
        /// Withdrawn: nobody installs it any more, and why.
        package var yanked: String?
        package var builds: [Build]
        /// `nil`: the node of this name in this version, and nothing else.
        package var contributes: PackageContents?
        /// What it needs, as its manifest says; `nil`: requests to any host.
        package var permissions: PluginPermissions?
        /// The hosts that its lists of options and types of credentials name, which the server sends credentials to; `nil`: none.
        package var credentialHosts: [String]?

        /// - Parameter package: The package's id.
        package func contents(of package: String) -> PackageContents {
            contributes ?? PackageContents(nodes: [.init(id: package, version: version)])
        }

        /// What it may do once it is installed; of a node, whose code runs in deployed programs, where credentials go.
        /// - Parameter package: The package's id.
        package func asked(of package: String) -> [PackagePermission] {
            let hosts = credentialHosts ?? []
            return contributes == nil && permissions == nil
                ? PackagePermission.credentials(sentTo: hosts)
                : PackagePermission.all(of: contents(of: package), permissions, credentialHosts: hosts)
        }
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
        let signed = try all.map { node in
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
        var index = RegistryIndex(packages: signed)
        index.publishers = publishers
        index.revokedKeys = revokedKeys
        return try index.signedAsWhole(by: key, version: version, expires: expires)
    }

    /// This index, signed; the packages keep the signatures of their publishers.
    func signedAsWhole(by key: SigningKey, version: Int, expires: String) throws -> RegistryIndex {
        var index = RegistryIndex(packages: all, version: version, expires: expires)
        index.publishers = publishers
        index.revokedKeys = revokedKeys
        index.signature = try key.signature(ofIndex: JSONValue(encoding: index)).decode()
        return index
    }
}

extension [RegistryIndex.Node] {
    /// Those of one id as one: what is said about it is what the newest version's entry says.
    fileprivate var merged: RegistryIndex.Node? {
        let newestFirst = self.sorted {
            SemanticVersion.isOlder($1.versions.first?.version ?? "", than: $0.versions.first?.version ?? "")
        }
        var first = newestFirst.first
        first?.versions = flatMap(\.versions).sorted { SemanticVersion.isOlder($1.version, than: $0.version) }
        return first
    }
}
