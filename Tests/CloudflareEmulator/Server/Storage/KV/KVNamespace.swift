import JSON

/// A namespace of keys and values.
struct KVNamespace: Codable, Sendable {
    let id: String
    var title: String

    var json: JSONValue { ["id": .string(id), "title": .string(title), "supports_url_encoding": true] }
}

extension Account {
    func namespaceIndex(_ id: String) throws -> Int {
        guard let index = namespaces.firstIndex(where: { $0.id == id }) else {
            throw APIError(.notFound, 10013, "namespace not found")
        }
        return index
    }
}
