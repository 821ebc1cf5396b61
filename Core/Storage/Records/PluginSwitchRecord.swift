/// A plugin that an operator has turned off.
package struct PluginSwitchRecord: Record {
    package static let table = "plugin_switches"
    package static let columns = ["plugin", "reason", "created_at"]

    package let plugin: String
    package let reason: String
    package let createdAt: Timestamp

    package init(plugin: String, reason: String, createdAt: Timestamp) {
        self.plugin = plugin
        self.reason = reason
        self.createdAt = createdAt
    }

    package init(row: SQLRow) throws(StorageError) {
        plugin = try row["plugin"]
        reason = try row["reason"]
        createdAt = try row["created_at"]
    }

    package var values: [any SQLConvertible] { [plugin, reason, createdAt] }
}

extension Table where Row == PluginSwitchRecord {
    package func all() throws -> [PluginSwitchRecord] { try all("1 = 1 ORDER BY plugin", []) }

    package func remove(_ plugin: String) throws {
        try connection.execute("DELETE FROM plugin_switches WHERE plugin = $1", [plugin])
    }
}
