/// A marketplace node.
public protocol NodePlugin: Sendable {
    /// What the node is: its form, its value, its place in the catalogue.
    var definition: NodeDefinition { get }

    /// Its code, by target: a TypeScript module whose default export is
    /// `async function (env, params, call)`; see ``NodeTemplate/source``.
    var templates: [String: String] { get }

    /// Which of the functions below the node has; none unless it says so.
    var services: [NodeService.Kind] { get }

    /// Checks a configuration beyond its schema, when a document is compiled. Texts may hold expressions, which are
    /// right whatever they say.
    func validate(_ config: JSONObject) async throws -> [NodeProblem]

    /// The options of a field whose options are not fixed.
    func options(of field: String, config: JSONObject) async throws -> [ConfigField.Option]
}

extension NodePlugin {
    /// None.
    public var services: [NodeService.Kind] { [] }

    /// Finds no problem.
    public func validate(_ config: JSONObject) async throws -> [NodeProblem] { [] }

    /// Has no options.
    public func options(of field: String, config: JSONObject) async throws -> [ConfigField.Option] { [] }

    var nodeTemplates: [NodeTemplate] {
        templates.sorted { $0.key < $1.key }.map {
            NodeTemplate(node: definition.id, version: definition.version, target: $0.key, source: $0.value)
        }
    }
}
