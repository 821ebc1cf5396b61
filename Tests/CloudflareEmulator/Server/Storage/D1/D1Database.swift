import JSON

/// A database of SQL.
struct D1Database: Codable, Sendable {
    let id: String
    let name: String
    let createdAt: Moment
    /// `auto` or `disabled`.
    var replication = "disabled"

    /// As lists have it.
    var item: JSONObject {
        ["uuid": .string(id), "name": .string(name), "version": "production", "created_at": createdAt.json]
    }
}

extension Account {
    func databaseIndex(_ id: String) throws -> Int {
        guard let index = databases.firstIndex(where: { $0.id == id }) else {
            throw APIError(.notFound, 7404, "The database \(id) could not be found")
        }
        return index
    }
}
