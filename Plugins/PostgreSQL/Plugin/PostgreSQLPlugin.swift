import PluginKit
import Values

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "postgresql", name: "PostgreSQL", version: MillraceRelease.version,
        description: "Stores all data in a PostgreSQL database.", license: "Apache-2.0",
        storages: [PostgreSQLStorage.self], settings: PostgreSQLStorage.settings
    ).start(host)
}
