import JSON

extension RESTClient {
    /// Resources for people: with the name of a resource in place of its id.
    /// - Parameters:
    ///   - member: That has the id.
    ///   - kind: Of the resource that it names.
    /// - Returns: The resources; an id whose resource cannot be read stays.
    func named(_ items: [JSONValue], _ member: String, _ kind: Lookup) async throws -> [JSONValue] {
        let ids = Set(items.compactMap { $0[member]?.string })
        let names = try await names(of: ids, kind)
        return items.map { item in
            guard var object = item.object, let name = object[member]?.string.flatMap({ names[$0] })
            else { return item }
            object[member] = .string(name)
            return .object(object)
        }
    }

    /// Of a few resources each is read; of many, the list.
    private func names(of ids: Set<String>, _ kind: Lookup) async throws -> [String: String] {
        var names: [String: String] = [:]
        do {
            if ids.count <= Self.few {
                for id in ids { names[id] = try await get("\(kind.path)/\(id.asPathSegment)")["name"]?.string }
            } else {
                for item in try await items(kind.path) where ids.contains(item.id) {
                    names[item.id] = item["name"]?.string
                }
            }
        } catch is Refusal {}
        return names
    }

    private static let few = 3
}
