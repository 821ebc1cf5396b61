import JSON
import PluginMessages

/// A plugin as a package: what the index and the catalogue say about it.
struct PackageDescription {
    let id: String
    let version: String
    let name: String
    let description: String
    let category: String
    let tags: [String]
    /// SVG.
    let icon: String?
    let contents: PackageContents
    let permissions: PluginPermissions?
    /// Those that the server sends credentials to for it.
    let credentialHosts: [String]
    private let manifest: Manifest

    /// - Throws: Why the plugin is not one, as the end of a sentence.
    init(_ manifest: Manifest) throws(Unfit) {
        let contents = PackageContents(of: manifest)
        guard !contents.kinds.isEmpty else {
            throw Unfit("it contributes nothing; a package has nodes, providers, endpoints or storages.")
        }
        guard Set(contents.nodes).count == contents.nodes.count else {
            throw Unfit("it contributes the same version of a node twice.")
        }
        self.contents = contents
        self.manifest = manifest
        permissions = manifest.permissions
        credentialHosts = manifest.credentialHosts
        let first = manifest.nodes.first
        if contents.isNode, let node = first {
            (id, version, name, description) = (node.id, node.version, node.name, node.description)
        } else {
            (id, version, name) = (manifest.id, manifest.version, manifest.name)
            description = manifest.description ?? manifest.providers.first?.description ?? first?.description ?? ""
        }
        category = first?.category ?? Self.category(of: contents)
        var seen: Set<String> = []
        tags = manifest.nodes.flatMap(\.tags).filter { seen.insert($0).inserted }
        icon = first?.icon
    }

    struct Unfit: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    private static func category(of contents: PackageContents) -> String {
        switch contents.kinds.first {
        case .provider: "Providers"
        case .storage: "Storages"
        case .endpoint, .node, nil: "Endpoints"
        }
    }

    /// What a node says about itself being out of date.
    var advice: (deprecated: Bool?, message: String?, replacedBy: String?) {
        guard contents.isNode, let node = manifest.nodes.first else { return (nil, nil, nil) }
        return (node.deprecated, node.deprecationMessage, node.replacedBy)
    }

    /// The file of the definition, and what is in it: a node's definition, or all that the plugin declares but its templates.
    func definition() throws -> (file: String, json: JSONValue) {
        if contents.isNode, let node = manifest.nodes.first { return ("node.json", try JSONValue(encoding: node)) }
        var members = try JSONValue(encoding: manifest).object ?? [:]
        members["templates"] = Optional<JSONValue>.none
        return ("package.json", .object(members))
    }

    var readme: String {
        if contents.isNode, let node = manifest.nodes.first { return PackageReadme(node: node).text }
        var lines = ["# \(name)", "", description, "", "| Contributes | | |", "| --- | --- | --- |"]
        lines += manifest.nodes.map { "| node | `\($0.id)` \($0.version) | \(PackageReadme.cell($0.description)) |" }
        lines += manifest.providers.map { "| provider | `\($0.id)` | \(PackageReadme.cell($0.description)) |" }
        lines += manifest.resources.map {
            "| endpoint | `\($0.method.rawValue) /api/resources/\($0.path)` | \(PackageReadme.cell($0.summary)) |"
        }
        lines += manifest.storages.map { "| storage | `\($0.id)` | \(PackageReadme.cell($0.name)) |" }
        let permissions = PackagePermission.all(of: contents, permissions, credentialHosts: credentialHosts)
        if !permissions.isEmpty { lines += ["", "Permissions:", ""] + permissions.map { "- \($0.text)" } }
        return lines.joined(separator: "\n") + "\n"
    }
}
