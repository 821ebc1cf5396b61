import JSON
import PluginMessages

/// Reads and checks what a plugin says about itself.
struct ManifestReader {
    let path: String

    func read(_ bytes: [UInt8]) throws(PluginRefusal) -> Manifest {
        guard !bytes.isEmpty else { throw refusal("It has no manifest.") }
        let manifest: Manifest
        do {
            manifest = try JSONValue(parsing: bytes).decode()
        } catch let error as JSONSyntaxError {
            throw refusal("Its manifest is no JSON: \(error)")
        } catch {
            throw refusal("Its manifest is malformed: \(error)")
        }
        try check(id: manifest.id, of: "plugin")
        for node in manifest.nodes {
            try check(id: node.id, of: "node")
            guard node.description.count <= 120 else {
                throw refusal("The description of its node \"\(node.id)\" is longer than 120 characters.")
            }
            for target in node.providers
            where !manifest.templates.contains(where: {
                $0.node == node.id && $0.version == node.version && $0.target == target
            }) {
                throw refusal("Its node \"\(node.id)\" names the target \"\(target)\" and has no template for it.")
            }
        }
        try check(manifest.resources)
        for provider in manifest.providers { try check(id: provider.id, of: "provider") }
        for storage in manifest.storages { try check(id: storage.id, of: "storage") }
        return manifest
    }

    private func check(_ endpoints: [ResourceEndpoint]) throws(PluginRefusal) {
        var ids: Set<String> = []
        var shapes: Set<String> = []
        for endpoint in endpoints {
            guard ids.insert(endpoint.id).inserted else {
                throw refusal("It has two endpoints with the id \"\(endpoint.id)\".")
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
                throw refusal("Its endpoint \"\(endpoint.id)\" has the path \"\(endpoint.path)\", which is none.")
            }
            guard shapes.insert(Resource.shape(endpoint)).inserted else {
                throw refusal("It has two endpoints for \(endpoint.method.rawValue) \(endpoint.path).")
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
                "The \(what) id \"\(id)\" must begin with a lower-case letter and have only lower-case letters, "
                    + "digits, '_' and '-'.")
        }
    }

    private func refusal(_ reason: String) -> PluginRefusal {
        PluginRefusal(path: path, code: "plugin.manifest", reason: reason)
    }
}
