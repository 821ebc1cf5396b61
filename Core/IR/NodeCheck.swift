import JSON
import PluginMessages

/// Checks a node's type, version and `data` against its definition.
struct NodeCheck {
    let node: WorkflowNode
    let catalog: any NodeCatalog
    let target: String?

    func run(_ problems: inout Problems) {
        guard let definition = definition(&problems) else { return }
        for field in definition.configSchema {
            FieldCheck(field: field, node: node, action: action(of: definition)).run(&problems)
        }
        if node.builtIn == .branch { checkBranches(&problems) }
    }

    private func definition(_ problems: inout Problems) -> NodeDefinition? {
        if let builtIn = node.builtIn { return builtIn.definition }
        let versions = catalog.versions(of: node.type)
        guard !versions.isEmpty else {
            problems.error(
                "ir.node.unknownType",
                "There is no node type \"\(node.type)\". If it is a marketplace node, install its plugin.",
                at: node.pointer.appending("type"), node: node.id)
            return nil
        }
        guard let definition = catalog.definition(type: node.type, version: node.version) else {
            problems.error(
                "ir.node.unknownVersion",
                "The node \"\(node.type)\" has no version \(node.version) here; loaded: \(versions.joined(separator: ", ")).",
                at: node.pointer.appending("version"), node: node.id)
            return nil
        }
        if let target, catalog.template(type: node.type, version: node.version, target: target) == nil {
            problems.error(
                "ir.node.target",
                "The node \"\(node.type)\" \(node.version) has no code for \"\(target)\"; it has for: "
                    + definition.providers.joined(separator: ", ") + ".",
                at: node.pointer.appending("provider"), node: node.id)
        }
        return definition
    }

    /// The action that decides which fields are shown and required.
    private func action(of definition: NodeDefinition) -> String? {
        node.data["action"]?.string
            ?? definition.configSchema.first { $0.name == "action" }?.defaultValue?.string
    }

    private func checkBranches(_ problems: inout Problems) {
        let pointer = node.pointer.appending("data").appending("branches")
        guard let branches = node.data["branches"]?.array else { return }
        if branches.isEmpty {
            problems.error("ir.branch.empty", "A branch has at least one arm.", at: pointer, node: node.id)
        }
        var labels: Set<String> = []
        for (index, branch) in branches.enumerated() {
            let pointer = pointer.appending(index)
            guard let fields = ObjectFields(branch, at: pointer, node: node.id, &problems),
                let label = fields.text("label", length: 1...256, &problems)
            else { continue }
            if !labels.insert(label).inserted {
                problems.error(
                    "ir.branch.duplicateLabel", "Another arm has the label \"\(label)\".",
                    at: pointer.appending("label"), node: node.id)
            }
            let condition = fields.object["condition"] ?? ""
            if condition.string == nil, !condition.isNull {
                let _: String? = fields.wrongType("condition", "a string", condition, &problems)
            }
            if condition.isNull || condition.string?.allSatisfy(\.isWhitespace) == true, index < branches.count - 1 {
                problems.error(
                    "ir.branch.elseLast", "An arm without a condition is \"else\" and must be the last.",
                    at: pointer.appending("condition"), node: node.id)
            }
        }
    }
}
