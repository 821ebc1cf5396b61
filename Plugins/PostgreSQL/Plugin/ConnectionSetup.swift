import CPostgreSQL
import PluginKit

/// What is set and checked on a new connection.
enum ConnectionSetup {
    private static let oldestServer: CInt = 130_000

    /// How long a statement waits for a lock and runs, and how long a server may leave a transaction open, which all that
    /// write wait for: one that has stopped working loses it. Below the minute that the host gives each call.
    private static let settings = """
        SET lock_timeout = '20s'; SET statement_timeout = '50s'; SET idle_in_transaction_session_timeout = '5s'; \
        SET client_min_messages = 'warning'; SET standard_conforming_strings = on; SET bytea_output = 'hex'; \
        SET datestyle = 'ISO'; SET timezone = 'UTC'
        """

    /// Texts are sorted by their bytes: then `a` comes after `B`, and `é` after both.
    private static let order =
        "SELECT 1 WHERE 'a'::text > 'B'::text AND 'é'::text > 'z'::text AND '_'::text < 'a'::text"

    static func run(on connection: OpaquePointer?) throws(PluginFailure) {
        guard PQserverVersion(connection) >= oldestServer else {
            throw failure("The server is older than PostgreSQL 13. Use a newer version.")
        }
        _ = try rows(of: settings, on: connection)
        let encoding = PQparameterStatus(connection, "server_encoding").map { String(cString: $0) }
        guard encoding == "UTF8", try rows(of: order, on: connection) == 1 else {
            throw failure(
                "The database does not sort texts by their bytes in UTF-8. Create one with: CREATE DATABASE millrace "
                    + "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        }
    }

    private static func rows(of sql: String, on connection: OpaquePointer?) throws(PluginFailure) -> CInt {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard let result, [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
            throw result.map { PluginFailure($0) } ?? failure("The connection was lost.")
        }
        return PQntuples(result)
    }

    private static func failure(_ message: String) -> PluginFailure {
        PluginFailure(code: "storage.unavailable", message: message)
    }
}
