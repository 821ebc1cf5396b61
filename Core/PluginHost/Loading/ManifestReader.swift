import JSON
import PluginMessages
import Values

/// Reads and checks what a plugin says about itself.
struct ManifestReader {
    let path: String

    func read(_ bytes: [UInt8]) throws(PluginRefusal) -> Manifest {
        guard !bytes.isEmpty else { throw refusal("The plugin has no manifest.") }
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch { throw refusal("The manifest is not valid JSON: \(error)") }
        return try read(json)
    }

    func decode(_ json: JSONValue) throws(PluginRefusal) -> Manifest {
        do { return try json.decode() } catch { throw refusal("The manifest is malformed: \(error)") }
    }

    func read(_ json: JSONValue) throws(PluginRefusal) -> Manifest {
        let manifest = try decode(json)
        if let problem = ManifestTexts(manifest: json).problem { throw refusal(problem) }
        try check(id: manifest.id, of: "plugin")
        try check(version: manifest.version, of: "plugin \"\(manifest.id)\"")
        try checkNames(manifest)
        for node in manifest.nodes {
            try check(id: node.id, of: "node")
            try check(version: node.version, of: "node \"\(node.id)\"")
            try checkTimeout(of: node)
            guard node.description.count <= 120 else {
                throw refusal("The description of node \"\(node.id)\" is longer than 120 characters.")
            }
            for target in node.providers
            where !manifest.templates.contains(where: {
                $0.node == node.id && $0.version == node.version && $0.target == target
            }) {
                throw refusal("Node \"\(node.id)\" lists the target \"\(target)\" but has no template for it.")
            }
        }
        try check(manifest.resources)
        for provider in manifest.providers { try check(id: provider.id, of: "provider") }
        for storage in manifest.storages { try check(id: storage.id, of: "storage") }
        try check(manifest.settings ?? [])
        try check(manifest.permissions)
        for node in manifest.nodes { try checkLists(of: node, manifest.permissions) }
        for type in manifest.credentialTypes ?? [] {
            guard let host = type.hosts.first(where: { manifest.permissions?.allows(host: $0) == false }) else {
                continue
            }
            throw refusal(
                "The type of credentials \"\(type.id)\" has the host \(host), which its permissions do not name.")
        }
        if let problem = ManifestPatterns(manifest).problem { throw refusal(problem) }
        return manifest
    }

    /// Nothing is there twice, and what is for a node is for one of the plugin's own.
    private func checkNames(_ manifest: Manifest) throws(PluginRefusal) {
        func name(_ node: String, _ version: String) -> String { "the node \"\(node)\" \(version)" }
        let nodes = manifest.nodes.map { name($0.id, $0.version) }
        let templates = manifest.templates.map { (name($0.node, $0.version), $0.target) }
        let services = manifest.nodeServices.map { name($0.node, $0.version) }
        for node in templates.map(\.0) + services where !nodes.contains(node) {
            throw refusal("It contributes a template for \(node), which the manifest does not declare.")
        }
        var names: Set<String> = []
        for name in nodes + templates.map({ "a template of \($0) for \"\($1)\"" })
            + services.map({ "services of \($0)" }) + manifest.providers.map({ "the provider \"\($0.id)\"" })
            + manifest.storages.map({ "the storage \"\($0.id)\"" })
        {
            guard names.insert(name).inserted else { throw refusal("It declares \(name) twice.") }
        }
    }

    private func check(version: String, of what: String) throws(PluginRefusal) {
        guard SemanticVersion(version) == nil else { return }
        throw refusal(
            "The version \"\(version)\" of its \(what) is not valid; expected a semantic version such as 1.0.0.")
    }

    /// Compiled nodes hold it in milliseconds.
    private func checkTimeout(of node: NodeDefinition) throws(PluginRefusal) {
        guard let timeout = node.runtime?.defaultTimeout else { return }
        do { _ = try DurationText.milliseconds(of: timeout) } catch {
            throw refusal("The default timeout of node \"\(node.id)\" is not valid: \(error).")
        }
    }

    private func check(_ endpoints: [ResourceEndpoint]) throws(PluginRefusal) {
        var ids: Set<String> = []
        var shapes: Set<String> = []
        for endpoint in endpoints {
            guard ids.insert(endpoint.id).inserted else {
                throw refusal("It declares two endpoints with the id \"\(endpoint.id)\".")
            }
            let isWellFormed = endpoint.segments.allSatisfy { segment in
                let name = segment.hasPrefix(":") ? segment.dropFirst() : segment
                return !name.isEmpty
                    && name.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                        default: false
                        }
                    }
            }
            guard isWellFormed else {
                throw refusal("Endpoint \"\(endpoint.id)\" has the invalid path \"\(endpoint.path)\".")
            }
            guard shapes.insert(Resource.shape(endpoint)).inserted else {
                throw refusal("It declares two endpoints for \(endpoint.method.rawValue) \(endpoint.path).")
            }
        }
    }

    /// Names that a request's host can have: whoever reads them before an installation is to know where requests go.
    private func check(_ permissions: PluginPermissions?) throws(PluginRefusal) {
        for host in permissions?.hosts ?? [] where !Self.isHost(host) {
            throw refusal(
                "Its permissions name the host \"\(host)\", which is not valid; expected a name such as api.acme.example "
                    + "or *.acme.example.")
        }
        for port in permissions?.ports ?? [] where !(1...65_535).contains(port) {
            throw refusal("Its permissions name the port \(port), which is not valid; expected 1 to 65535.")
        }
    }

    /// The server sends the secrets of nodes to where lists of options are.
    private func checkLists(of node: NodeDefinition, _ permissions: PluginPermissions?) throws(PluginRefusal) {
        for field in node.configSchema {
            for list in field.optionsFrom?.lists ?? [] {
                let what = "The options of the field \"\(field.name)\" of the node \"\(node.id)\" cannot be listed."
                if let problem = list.problems(among: node.configSchema).first { throw refusal("\(what) \(problem)") }
                let others = list.origin.hosts(among: node.configSchema).filter {
                    permissions?.allows(host: $0) == false
                }
                if let host = others.first {
                    throw refusal("\(what) Its permissions do not name the host \(host).")
                }
            }
        }
    }

    private static func isHost(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
                        default: false
                        }
                    }
            }
    }

    /// Names are those of environment variables, and a default is a valid value.
    private func check(_ settings: [SettingDefinition]) throws(PluginRefusal) {
        var names: Set<String> = []
        for setting in settings {
            for variable in [setting.name] + (setting.aliases ?? []) {
                guard TextFormat.isVariableName(variable) else {
                    throw refusal(
                        "The setting \"\(variable)\" must begin with an uppercase letter and have only uppercase "
                            + "letters, digits and '_'.")
                }
                guard names.insert(variable).inserted else {
                    throw refusal("It declares the setting \"\(variable)\" twice.")
                }
            }
            if let standard = setting.defaultValue, setting.canonical(standard) == nil {
                throw refusal(
                    "The default \"\(standard)\" of its setting \"\(setting.name)\" is not valid; expected "
                        + "\(setting.allowed).")
            }
        }
    }

    /// `^[a-z][a-z0-9_-]*$`
    private func check(id: String, of what: String) throws(PluginRefusal) {
        let isWellFormed =
            id.utf8.first.map { $0 >= 0x61 && $0 <= 0x7A } == true
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
        guard isWellFormed else {
            throw refusal(
                "The \(what) id \"\(id)\" must begin with a lowercase letter and have only lowercase letters, "
                    + "digits, '_' and '-'.")
        }
    }

    private func refusal(_ reason: String) -> PluginRefusal {
        PluginRefusal(path: path, code: .pluginManifest, reason: reason)
    }
}
