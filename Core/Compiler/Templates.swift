import IR
import JSON
import PluginMessages

/// The code of the plugin nodes in use, each once.
struct Templates {
    let catalog: any NodeCatalog
    let target: String
    private(set) var used: [NodeTemplate] = []
    private var indexes: [Key: Int] = [:]

    private struct Key: Hashable {
        let type: String
        let version: String
    }

    init(catalog: any NodeCatalog, target: String) {
        self.catalog = catalog
        self.target = target
    }

    /// Where the code of a plugin node is; when there is none, the document has an error.
    mutating func index(of node: WorkflowNode) -> Int {
        let key = Key(type: node.type, version: node.version)
        if let index = indexes[key] { return index }
        guard let template = catalog.template(type: node.type, version: node.version, target: target) else { return 0 }
        indexes[key] = used.count
        used.append(template)
        return used.count - 1
    }

    /// A plugin node's `data` with the defaults of what it leaves out; secrets are in the environment.
    func params(of node: WorkflowNode) -> JSONObject {
        var params = node.data
        for field in definition(of: node)?.configSchema ?? [] where params[field.name] == nil {
            if let value = field.defaultValue { params[field.name] = value }
        }
        return params
    }

    func definition(of node: WorkflowNode) -> NodeDefinition? {
        node.builtIn == nil ? catalog.definition(type: node.type, version: node.version) : nil
    }
}
