import JSON
import Values

/// Reads the edges of a document.
struct EdgeReader {
    /// The nodes by id.
    let ids: [String: Int]
    /// How many nodes there are.
    let count: Int

    /// - Parameter isSound: Becomes false when an edge cannot be followed.
    /// - Returns: The edges out of each node, in the order of the document.
    func read(_ fields: ObjectFields, _ problems: inout Problems, isSound: inout Bool) -> [[WorkflowEdge]] {
        var outgoing = Array(repeating: [WorkflowEdge](), count: count)
        guard let values = fields.list("edges", &problems) else {
            isSound = false
            return outgoing
        }
        var seen: Set<String> = Set(minimumCapacity: values.count)
        for (index, value) in values.enumerated() {
            guard let edge = ObjectFields(value, at: Place.edges.element(index), &problems) else {
                isSound = false
                continue
            }
            KnownMembers.edge.report(edge.object, at: edge.place, &problems)
            if let id = edge.text("id", &problems), !seen.insert(id).inserted {
                problems.error(
                    "ir.edge.duplicateId", "Another edge has the id \"\(id)\".", at: edge.place.member("id"))
            }
            let source = end(edge, "source", "ir.edge.unknownSource", &problems)
            let target = end(edge, "target", "ir.edge.unknownTarget", &problems)
            let label = edge.optionalText("label", &problems)
            guard let source, let target else {
                isSound = false
                continue
            }
            outgoing[source].append(
                WorkflowEdge(target: target, label: label?.isEmpty == true ? nil : label, index: index))
        }
        return outgoing
    }

    private func end(_ edge: ObjectFields, _ key: String, _ code: String, _ problems: inout Problems) -> Int? {
        guard let id = edge.text(key, &problems) else { return nil }
        if let node = ids[id] { return node }
        problems.error(
            code, "Node \"\(id)\" does not exist.\(NearestName.hint(for: id, among: ids.keys))",
            at: edge.place.member(key))
        return nil
    }
}
