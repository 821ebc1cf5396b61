import JSON
import PluginMessages

/// Reads a document of the IR in one pass and reports every problem of it.
package struct DocumentReader {
    private let catalog: any NodeCatalog
    private var problems = Problems()

    package init(catalog: any NodeCatalog) { self.catalog = catalog }

    /// - Parameters:
    ///   - kind: Of the workflow it is for; `nil` takes the document's.
    ///   - target: Takes the place of the one that the nodes name.
    /// - Returns: The document when it has no error, and all diagnostics.
    package static func read(
        _ value: JSONValue, kind: Program.Kind?, target: String? = nil, catalog: any NodeCatalog
    ) -> (document: WorkflowDocument?, problems: Problems) {
        var reader = DocumentReader(catalog: catalog)
        let document = reader.read(value, kind: kind, target: target)
        return (reader.problems.hasErrors ? nil : document, reader.problems)
    }

    private mutating func read(_ value: JSONValue, kind: Program.Kind?, target: String?) -> WorkflowDocument? {
        guard let fields = ObjectFields(value, at: .root, &problems) else { return nil }
        let kind = readKind(fields, expected: kind)
        let name = readMetadata(fields)
        let nodes = readNodes(fields)
        let ids = index(nodes)
        let edges = readEdges(fields, ids)
        let entry = readEntry(fields, ids)
        let trigger = readTrigger(fields, kind: kind)
        let target = checkTarget(nodes, override: target)
        for node in nodes { NodeCheck(node: node, catalog: catalog, target: target).run(&problems) }
        // Positions of nodes and edges are those of the document only while none was dropped.
        guard !problems.hasErrors, let name, let entry, let target else { return nil }
        let document = WorkflowDocument(
            kind: kind, name: name, trigger: trigger, nodes: nodes, edges: edges, entry: entry, target: target)
        GraphCheck(document).run(&problems)
        return document
    }

    private mutating func readKind(_ fields: ObjectFields, expected: Program.Kind?) -> Program.Kind {
        let pointer = JSONPointer.root.appending("kind")
        guard let value = fields.object["kind"] else {
            if expected == .script {
                problems.error(
                    "ir.kind.mismatch", "The workflow is a script: the document must say \"kind\": \"script\".",
                    at: pointer)
            }
            return expected ?? .workflow
        }
        guard let kind = value.string.flatMap(Program.Kind.init(rawValue:)) else {
            problems.error("ir.kind.unknown", "The kind must be \"workflow\" or \"script\".", at: pointer)
            return expected ?? .workflow
        }
        if let expected, expected != kind {
            problems.error(
                "ir.kind.mismatch",
                "The document is a \(kind.rawValue), the workflow it is for a \(expected.rawValue).",
                at: pointer)
        }
        return kind
    }

    private mutating func readMetadata(_ fields: ObjectFields) -> String? {
        guard let metadata = fields.fields("metadata", &problems) else { return nil }
        let name = metadata.text("name", length: 1...Int.max, &problems)
        _ = metadata.integer("version", atLeast: 1, &problems)
        for key in ["createdAt", "updatedAt"] {
            guard let text = metadata.text(key, length: 0...Int.max, &problems) else { continue }
            if !TextFormat.isDateTime(text) {
                problems.error(
                    "ir.field.format", "The field \"\(key)\" must be an ISO 8601 date and time.",
                    at: metadata.pointer.appending(key))
            }
        }
        if let description = metadata.object["description"], description.string == nil, !description.isNull {
            let _: String? = metadata.wrongType("description", "a string", description, &problems)
        }
        return name
    }

    private mutating func readNodes(_ fields: ObjectFields) -> [WorkflowNode] {
        guard let values = fields.list("nodes", &problems) else { return [] }
        if values.isEmpty {
            problems.error("ir.nodes.empty", "A workflow has at least one node.", at: fields.pointer.appending("nodes"))
        }
        return values.enumerated().compactMap { index, value in
            NodeReader(value, index: index, &problems)?.read(&problems)
        }
    }

    private mutating func index(_ nodes: [WorkflowNode]) -> [String: Int] {
        var ids: [String: Int] = [:]
        for (position, node) in nodes.enumerated() {
            if let first = ids[node.id] {
                problems.error(
                    "ir.node.duplicateId", "The node at \(nodes[first].pointer) has the id \"\(node.id)\" too.",
                    at: node.pointer.appending("id"), node: node.id)
            } else {
                ids[node.id] = position
            }
        }
        return ids
    }

    private mutating func readEdges(_ fields: ObjectFields, _ ids: [String: Int]) -> [WorkflowEdge] {
        guard let values = fields.list("edges", &problems) else { return [] }
        var seen: Set<String> = []
        var edges: [WorkflowEdge] = []
        edges.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            let pointer = JSONPointer.root.appending("edges").appending(index)
            guard let edge = ObjectFields(value, at: pointer, &problems),
                let id = edge.text("id", length: 1...Int.max, &problems)
            else { continue }
            if !seen.insert(id).inserted {
                problems.error("ir.edge.duplicateId", "Another edge has the id \"\(id)\".", at: pointer.appending("id"))
            }
            let source = end(edge, "source", "ir.edge.unknownSource", ids)
            let target = end(edge, "target", "ir.edge.unknownTarget", ids)
            let label = edge.object["label"].flatMap { $0.isNull ? nil : $0 }
            if let label, label.string == nil {
                let _: String? = edge.wrongType("label", "a string", label, &problems)
            }
            if let source, let target {
                edges.append(WorkflowEdge(id: id, source: source, target: target, label: label?.string, index: index))
            }
        }
        return edges
    }

    private mutating func end(_ edge: ObjectFields, _ key: String, _ code: String, _ ids: [String: Int]) -> Int? {
        guard let id = edge.text(key, length: 1...Int.max, &problems) else { return nil }
        guard let node = ids[id] else {
            problems.error(code, "There is no node \"\(id)\".", at: edge.pointer.appending(key))
            return nil
        }
        return node
    }

    private mutating func readEntry(_ fields: ObjectFields, _ ids: [String: Int]) -> Int? {
        guard let id = fields.text("entryNodeId", length: 1...Int.max, &problems) else { return nil }
        guard let entry = ids[id] else {
            problems.error(
                "ir.entry.unknown", "There is no node \"\(id)\".", at: fields.pointer.appending("entryNodeId"))
            return nil
        }
        return entry
    }

    private mutating func readTrigger(_ fields: ObjectFields, kind: Program.Kind) -> Trigger {
        TriggerReader(value: fields.object["trigger"], kind: kind).read(&problems)
    }

    /// One target for all nodes, which some provider compiles.
    private mutating func checkTarget(_ nodes: [WorkflowNode], override: String?) -> String? {
        guard let target = override ?? nodes.first?.provider else { return nil }
        guard catalog.targets.contains(target) else {
            let loaded =
                catalog.targets.isEmpty ? "none is loaded" : "loaded: \(catalog.targets.joined(separator: ", "))"
            problems.error(
                "ir.node.unknownProvider", "No plugin compiles for the provider \"\(target)\" (\(loaded)).",
                at: override == nil ? nodes[0].pointer.appending("provider") : .root, node: nodes.first?.id)
            return nil
        }
        guard override == nil else { return target }
        for node in nodes where node.provider != target {
            problems.error(
                "ir.node.provider",
                "All nodes of a workflow are for one provider: this one is for \"\(node.provider)\", the first for \"\(target)\".",
                at: node.pointer.appending("provider"), node: node.id)
        }
        return target
    }
}
