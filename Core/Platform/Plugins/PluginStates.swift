import JSON
import PluginHost
import PluginMessages
import Storage

/// What plugins keep, in the database: the server that leads next has it, whatever is on its disk.
struct PluginStates: PluginStateStore {
    /// Of a row that says that the state of an owner is here, and no longer in a file. No key of a plugin is empty.
    private static let mark = ""

    let storage: any StorageDriver

    func value(_ key: String, of owner: PluginStateOwner, after former: JSONObject) async throws -> JSONValue {
        let (known, isBegun) = try await read(key, of: owner)
        if isBegun || former.isEmpty { return known ?? .null }
        try await alone { try Self.begin(owner, after: former, in: $0) }
        return try await read(key, of: owner).value ?? .null
    }

    func set(
        _ key: String, to value: JSONValue, of owner: PluginStateOwner, after former: JSONObject, largest: Int
    ) async throws {
        guard key != Self.mark else { throw PluginFailure(code: "state.write", message: "A key must not be empty.") }
        let text = value.text
        try await alone { database in
            try Self.begin(owner, after: former, in: database)
            try Self.remove(key, of: owner, in: database)
            guard !value.isNull else { return }
            let size: Int = try database.query(
                """
                SELECT COALESCE(SUM(LENGTH(name) + LENGTH(value)), 0) AS size FROM plugin_states
                    WHERE plugin = $1 AND owner = $2
                """, Self.place(owner))[0]["size"]
            guard size + key.unicodeScalars.count + text.unicodeScalars.count <= largest else {
                throw PluginFailure(
                    code: "state.write",
                    message: "The state cannot be stored: it is larger than \(largest >> 20) MiB")
            }
            try Self.insert(key, text, of: owner, in: database)
        }
    }

    private func read(_ key: String, of owner: PluginStateOwner) async throws -> (value: JSONValue?, isBegun: Bool) {
        let rows = try await storage.read { database in
            try database.query(
                "SELECT name, value FROM plugin_states WHERE plugin = $1 AND owner = $2 AND name IN ($3, $4)",
                Self.place(owner) + [key, Self.mark])
        }
        let texts = try Dictionary(
            rows.map { (try $0["name"] as String, try $0["value"] as String) }, uniquingKeysWith: { $1 })
        let value = key == Self.mark ? nil : try texts[key].map { try JSONValue(parsing: $0) }
        return (value, texts[Self.mark] != nil)
    }

    /// A transaction that is none of the request within which a plugin is called.
    private func alone(_ body: @escaping @Sendable (any SQLConnection) throws -> Void) async throws {
        try await FirstTransaction.$current.withValue(nil) { try await storage.transaction(body) }
    }

    /// Once for each owner.
    private static func begin(
        _ owner: PluginStateOwner, after former: JSONObject, in database: any SQLConnection
    ) throws {
        let begun = try database.query(
            "SELECT name FROM plugin_states WHERE plugin = $1 AND owner = $2 AND name = $3", place(owner) + [mark])
        guard begun.isEmpty else { return }
        try insert(mark, "true", of: owner, in: database)
        for (key, value) in former where key != mark { try insert(key, value.text, of: owner, in: database) }
    }

    private static func insert(
        _ key: String, _ text: String, of owner: PluginStateOwner, in database: any SQLConnection
    ) throws {
        try database.execute(
            "INSERT INTO plugin_states (plugin, owner, name, value) VALUES ($1, $2, $3, $4)",
            place(owner) + [key, text])
    }

    private static func remove(_ key: String, of owner: PluginStateOwner, in database: any SQLConnection) throws {
        try database.execute(
            "DELETE FROM plugin_states WHERE plugin = $1 AND owner = $2 AND name = $3", place(owner) + [key])
    }

    private static func place(_ owner: PluginStateOwner) -> [any SQLConvertible] {
        [owner.plugin, owner.organization ?? ""]
    }
}
