import Forms
import PluginMessages
import Values

/// The regular expressions of a manifest: they are matched against what people send.
struct ManifestPatterns {
    private let fields: [(owner: String, field: ConfigField)]

    init(_ manifest: Manifest) {
        let nodes = manifest.nodes.map { ("node \"\($0.id)\"", $0.configSchema) }
        let providers = manifest.providers.map { ("provider \"\($0.id)\"", $0.credentialSchema + $0.configSchema) }
        let endpoints = manifest.resources.map { ("endpoint \"\($0.id)\"", $0.query + $0.body) }
        fields = (nodes + providers + endpoints).flatMap { owner, fields in fields.map { (owner, $0) } }
    }

    /// What is wrong with the first that does not compile, or would keep the server busy; `nil` when nothing is.
    var problem: String? {
        for (owner, field) in fields {
            guard let pattern = field.validation?.pattern else { continue }
            do { try PatternProbe(pattern).run() } catch {
                return "The pattern of the field \"\(field.name)\" of \(owner) cannot be used: \(error)."
            }
        }
        return nil
    }
}
