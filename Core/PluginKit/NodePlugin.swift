/// A marketplace node.
public protocol NodePlugin: Sendable {
    /// What the node is: its form, its value, its place in the catalogue.
    var definition: NodeDefinition { get }

    /// Its code, by target: a TypeScript module whose default export is
    /// `async function (env, params, call)`; see ``NodeTemplate/source``.
    var templates: [String: String] { get }
}

extension NodePlugin {
    var nodeTemplates: [NodeTemplate] {
        templates.sorted { $0.key < $1.key }.map {
            NodeTemplate(node: definition.id, version: definition.version, target: $0.key, source: $0.value)
        }
    }
}
