import JSON
import PluginMessages
import Values

/// Reads a document of the IR in one pass and reports every problem of it.
package struct DocumentReader {
    private let catalog: any NodeCatalog
    private let division: Division
    private var problems = Problems()
    /// Nothing is wrong with nodes' ids, edges or labels.
    private var canBeFollowed = true

    /// - Parameters:
    ///   - kind: Of the workflow it is for; `nil` takes the document's.
    ///   - target: Takes the place of the one that the nodes name.
    ///   - division: Of the nodes: each is read and checked by itself.
    package static func read(
        _ value: JSONValue, kind: Program.Kind?, target: String? = nil, catalog: any NodeCatalog,
        division: Division = .usual
    ) -> DocumentReading {
        var reader = DocumentReader(catalog: catalog, division: division)
        let document = reader.read(value, kind: kind, target: target)
        return DocumentReading(
            document: document, canBeFollowed: reader.canBeFollowed && document != nil, problems: reader.problems)
    }

    private init(catalog: any NodeCatalog, division: Division) {
        self.catalog = catalog
        self.division = division
    }

    private mutating func read(_ value: JSONValue, kind: Program.Kind?, target: String?) -> WorkflowDocument? {
        guard let fields = ObjectFields(value, at: .root, &problems) else { return nil }
        KnownMembers.document.report(fields.object, at: .root, &problems)
        let kind = readKind(fields, expected: kind)
        let metadata = readMetadata(fields)
        let triggerReader = TriggerReader(value: fields.object["trigger"], kind: kind)
        let trigger = triggerReader.read(&problems)
        let auth = triggerReader.readAuth(&problems)
        let nodes = readNodes(fields)
        let ids = index(nodes)
        var ends = Problems()
        let entry = readEntry(fields, ids, &ends)
        let target = checkTarget(nodes, override: target, &ends)
        checkRequests(auth, target: target, &ends)
        let check = NodeCheck(catalog: catalog, kind: kind, target: target)
        let (edges, checks) = division.map(nodes.count, beside: { Self.readEdges(fields, ids, count: nodes.count) }) {
            range in
            var problems = Problems()
            for index in range { check.run(nodes[index], &problems) }
            return problems
        }
        let outgoing = edges.outgoing
        canBeFollowed = canBeFollowed && edges.isSound
        for found in [edges.problems, ends] + checks { problems.add(found) }
        let routes = readRoutes(nodes, outgoing)
        let hasNoCycle = GraphCheck(nodes: nodes, outgoing: outgoing, entry: entry).run(&problems)
        canBeFollowed = canBeFollowed && hasNoCycle
        guard !nodes.isEmpty else { return nil }
        canBeFollowed = canBeFollowed && entry != nil
        return WorkflowDocument(
            kind: kind, metadata: metadata?.object ?? JSONObject(), trigger: trigger, auth: auth, nodes: nodes,
            ids: ids, routes: routes, entry: entry ?? 0, target: target ?? "", source: value)
    }

    private mutating func readKind(_ fields: ObjectFields, expected: Program.Kind?) -> Program.Kind {
        let place = Place.root.member("kind")
        let kind: Program.Kind
        if let value = fields.optional("kind") {
            guard let known = value.string.flatMap(Program.Kind.init(rawValue:)) else {
                problems.error("ir.kind.unknown", "The kind must be \"workflow\" or \"script\".", at: place)
                return expected ?? .workflow
            }
            kind = known
        } else {
            kind = .workflow
        }
        if let expected, expected != kind {
            problems.error(
                "ir.kind.mismatch",
                "The document's kind is \"\(kind.rawValue)\", the workflow's is \"\(expected.rawValue)\". Set \"kind\" "
                    + "to \"\(expected.rawValue)\".", at: place)
        }
        return expected ?? kind
    }

    private mutating func readMetadata(_ fields: ObjectFields) -> ObjectFields? {
        guard let metadata = fields.fields("metadata", &problems) else { return nil }
        KnownMembers.metadata.report(metadata.object, at: metadata.place, &problems)
        _ = metadata.text("name", &problems)
        _ = metadata.integer("version", atLeast: 1, &problems)
        for key in ["createdAt", "updatedAt"] {
            guard let text = metadata.optionalText(key, &problems), !text.isEmpty, !TextFormat.isDateTime(text) else {
                continue
            }
            problems.error(
                "ir.field.format",
                "\"\(text)\" is not a valid \"\(key)\"; expected an ISO 8601 date and time, or nothing.",
                at: metadata.place.member(key))
        }
        _ = metadata.optionalText("description", &problems)
        for key in ["name", "description"] { metadata.checkControls(in: key, &problems) }
        return metadata
    }

    private mutating func readNodes(_ fields: ObjectFields) -> [WorkflowNode] {
        guard let values = fields.list("nodes", &problems) else {
            canBeFollowed = false
            return []
        }
        if values.isEmpty { problems.error("ir.nodes.empty", "A workflow must have at least one node.", at: .nodes) }
        let parts = division.map(values.count) { range in
            var problems = Problems()
            let nodes = range.compactMap { NodeReader(values[$0], index: $0, &problems)?.read(&problems) }
            return (nodes: nodes, problems: problems)
        }
        for part in parts { problems.add(part.problems) }
        let nodes = Array(parts.map(\.nodes).joined())
        canBeFollowed = canBeFollowed && nodes.count == values.count
        return nodes
    }

    private static func readEdges(
        _ fields: ObjectFields, _ ids: [String: Int], count: Int
    ) -> (outgoing: [[WorkflowEdge]], isSound: Bool, problems: Problems) {
        var problems = Problems()
        var isSound = true
        let outgoing = EdgeReader(ids: ids, count: count).read(fields, &problems, isSound: &isSound)
        return (outgoing, isSound, problems)
    }

    private mutating func index(_ nodes: [WorkflowNode]) -> [String: Int] {
        var ids: [String: Int] = Dictionary(minimumCapacity: nodes.count)
        for (position, node) in nodes.enumerated() {
            guard let first = ids.updateValue(position, forKey: node.id) else { continue }
            ids[node.id] = first
            canBeFollowed = false
            problems.error(
                "ir.node.duplicateId", "The node at \(nodes[first].place.pointer) also has the id \"\(node.id)\".",
                at: node.place.member("id"), node: node.id)
        }
        return ids
    }

    private func readEntry(_ fields: ObjectFields, _ ids: [String: Int], _ problems: inout Problems) -> Int? {
        guard let id = fields.text("entryNodeId", &problems) else { return nil }
        guard let entry = ids[id] else {
            problems.error(
                "ir.entry.unknown", "Node \"\(id)\" does not exist.\(NearestName.hint(for: id, among: ids.keys))",
                at: fields.place.member("entryNodeId"))
            return nil
        }
        return entry
    }

    private mutating func readRoutes(_ nodes: [WorkflowNode], _ outgoing: [[WorkflowEdge]]) -> [Routes] {
        let reader = RouteReader()
        var routeProblems = Problems()
        let routes = nodes.indices.map { reader.routes(of: nodes[$0], outgoing[$0], &routeProblems) }
        canBeFollowed = canBeFollowed && !routeProblems.hasErrors
        problems.add(routeProblems)
        return routes
    }

    /// A provider that knows nothing of it would let everybody in.
    private func checkRequests(_ auth: TriggerAuth?, target: String?, _ problems: inout Problems) {
        guard auth != nil, let target, !catalog.checksRequests(target) else { return }
        problems.error(
            "ir.trigger.auth",
            "The provider \"\(target)\" cannot check requests. Remove \"auth\", or update the provider's plugin.",
            at: Place.root.member("trigger").member("auth"))
    }

    /// One target for all nodes, which some provider compiles.
    private func checkTarget(
        _ nodes: [WorkflowNode], override: String?, _ problems: inout Problems
    ) -> String? {
        guard let target = override ?? nodes.first(where: { !$0.provider.isEmpty })?.provider else { return nil }
        let isLoaded = catalog.targets.contains(target)
        if !isLoaded {
            let loaded =
                catalog.targets.isEmpty ? "none is loaded" : "loaded: \(catalog.targets.joined(separator: ", "))"
            problems.error(
                "ir.node.unknownProvider",
                "No plugin compiles for the provider \"\(target)\" (\(loaded))."
                    + NearestName.hint(for: target, among: catalog.targets),
                at: override == nil ? nodes[0].place.member("provider") : .root,
                node: override == nil ? nodes[0].id : nil)
        }
        guard override == nil else { return isLoaded ? target : nil }
        for node in nodes where node.provider != target && !node.provider.isEmpty {
            problems.error(
                "ir.node.provider",
                "All nodes of a workflow must name one provider: this one names \"\(node.provider)\", the first "
                    + "\"\(target)\".",
                at: node.place.member("provider"), node: node.id)
        }
        return isLoaded ? target : nil
    }
}
