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
        guard let name = kind.names.first else { return names }
        if ids.count <= Self.few {
            for id in ids {
                do { names[id] = try await get("\(kind.path)/\(id.asPathSegment)")[name]?.string } catch is Refusal {}
            }
        } else {
            do {
                for item in try await items(kind.path) {
                    if let id = item[kind.id]?.string, ids.contains(id) { names[id] = item[name]?.string }
                }
            } catch is Refusal {}
        }
        return names
    }

    private static let few = 3
}
