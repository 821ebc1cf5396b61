/// A type that contributes a marketplace node.
public protocol NodePlugin: Sendable {
    /// The node's definition: its form, its output and its catalogue entry.
    var definition: NodeDefinition { get }

    /// The node's code, by target: a TypeScript module whose default export is
    /// `async function (env, params, call)`; see ``NodeTemplate/source``.
    var templates: [String: String] { get }

    /// The functions below that the node implements. The default is none.
    var services: [NodeService.Kind] { get }

    /// Checks a configuration beyond its schema when a document is compiled. Strings may contain expressions, which
    /// must be accepted because their values are unknown.
    func validate(_ config: JSONObject) async throws -> [NodeProblem]

    /// Returns the options of a field whose options are not fixed.
    func options(of field: String, config: JSONObject) async throws -> [ConfigField.Option]
}

extension NodePlugin {
    /// The node implements no functions.
    public var services: [NodeService.Kind] { [] }

    /// Reports no problems.
    public func validate(_ config: JSONObject) async throws -> [NodeProblem] { [] }

    /// Returns no options.
    public func options(of field: String, config: JSONObject) async throws -> [ConfigField.Option] { [] }

    var nodeTemplates: [NodeTemplate] {
        templates.sorted { $0.key < $1.key }.map {
            NodeTemplate(node: definition.id, version: definition.version, target: $0.key, source: $0.value)
        }
    }
}
