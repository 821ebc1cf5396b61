import JSON

/// What differs between the documents of two versions: nodes and edges by their ids, and other members by name.
package struct VersionDiff: Sendable {
    package struct Change: Sendable {
        package let id: String
        /// Members that are not the same, by name.
        package let members: [String]
    }

    /// Of nodes or of edges.
    package struct Part: Sendable {
        package let added: [String]
        package let removed: [String]
        package let changed: [Change]

        init(from old: [JSONValue], to new: [JSONValue]) {
            let before = Self.byID(old)
            let after = Self.byID(new)
            added = after.keys.filter { before[$0] == nil }.sorted()
            removed = before.keys.filter { after[$0] == nil }.sorted()
            changed = before.keys.sorted().compactMap { id in
                guard let one = before[id], let other = after[id] else { return nil }
                let members = VersionDiff.members(differingBetween: one, other)
                return members.isEmpty ? nil : Change(id: id, members: members)
            }
        }

        private static func byID(_ values: [JSONValue]) -> [String: JSONObject] {
            Dictionary(
                values.compactMap { value in value["id"]?.string.flatMap { id in value.object.map { (id, $0) } } },
                uniquingKeysWith: { $1 })
        }
    }

    package let nodes: Part
    package let edges: Part
    /// Members of the document besides nodes and edges that are not the same.
    package let document: [String]

    init(from old: JSONValue, to new: JSONValue) {
        nodes = Part(from: old["nodes"]?.array ?? [], to: new["nodes"]?.array ?? [])
        edges = Part(from: old["edges"]?.array ?? [], to: new["edges"]?.array ?? [])
        document = Self.members(differingBetween: old.object ?? [:], new.object ?? [:])
            .filter { $0 != "nodes" && $0 != "edges" }
    }

    private static func members(differingBetween one: JSONObject, _ other: JSONObject) -> [String] {
        Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
    }
}
