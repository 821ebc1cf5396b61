import Storage

/// A plugin that an operator has turned off.
package struct PluginSwitchRecord: Record {
    package static let table = "plugin_switches"
    package static let columns = Columns { (column) throws(StorageError) in
        try PluginSwitchRecord(
            plugin: column("plugin", \.plugin),
            reason: column("reason", \.reason),
            createdAt: column("created_at", \.createdAt))
    }

    package let plugin: String
    package let reason: String
    package let createdAt: Timestamp
}

extension Table where Row == PluginSwitchRecord {
    package func all() throws -> [PluginSwitchRecord] { try all("1 = 1 ORDER BY plugin", []) }

    package func remove(_ plugin: String) throws {
        try connection.execute("DELETE FROM plugin_switches WHERE plugin = $1", [plugin])
    }
}
