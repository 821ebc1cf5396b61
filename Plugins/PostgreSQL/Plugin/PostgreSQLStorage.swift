import PluginKit

/// A database of a PostgreSQL server, 13 or newer.
final class PostgreSQLStorage: StoragePlugin {
    static let definition = StorageDefinition(id: "postgresql", name: "PostgreSQL")

    static let settings = [
        SettingDefinition(
            "URL", .text, expected: "a connection URI of libpq, such as postgresql://millrace@db.example.com/millrace",
            description:
                "Database of the storage postgresql. Omitted parts come from libpq's variables (PGHOST, PGPASSWORD, "
                + "PGSSLMODE, ...) and files (.pgpass). A password does not belong in a flag, where the process list shows it."
        ),
        SettingDefinition(
            "CONNECTIONS", .integer, minimum: 2, maximum: 1000, default: "16",
            description: "Maximum number of connections to the database."),
    ]

    private let pool: SessionPool

    /// Connects to nothing yet.
    init(services: PluginServices) throws {
        // Plugins are configured whether or not they are the storage: what is wrong is told when it is used.
        let parameters = Result { () throws(PluginFailure) in try ConnectionParameters(url: services.settings["URL"]) }
        let limit = services.settings["CONNECTIONS"].flatMap { Int($0) } ?? 16
        pool = SessionPool(limit: limit) { notice in
            services.log(.info, notice)
        } parameters: { () throws(PluginFailure) in
            try parameters.get()
        }
    }

    func begin(writes: Bool) async throws -> any StorageTransaction {
        let session = try await pool.take()
        return PostgreSQLTransaction(session, of: pool, writes: writes)
    }

    func shutdown() async { pool.closeIdle() }
}
