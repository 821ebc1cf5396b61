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
        for provider in manifest.providers { try check(id: provider.id, of: "provider") }
        return manifest
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
