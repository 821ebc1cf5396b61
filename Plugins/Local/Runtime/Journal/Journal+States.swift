import GRDB
import PluginMessages

extension Journal {
    struct Changes: Sendable {
        let records: [InstanceRecord]
        /// Of the last one.
        let last: Int
        let hasMore: Bool
    }

    /// Of a page: the rest comes with the next one.
    private static let mostBytes = 4 << 20

    /// The instances whose statuses changed after a change, the first to change first.
    func changes(after change: Int, limit: Int) async throws -> Changes {
        try await read { database in
            let newest =
                try Int.fetchOne(
                    database,
                    sql: "SELECT max(coalesce((SELECT max(change) FROM instance), 0), change) FROM counter") ?? 0
            // Of a journal that was restored: it counts anew.
            var last = change > newest ? 0 : change
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM instance WHERE change > ? ORDER BY change LIMIT ?",
                arguments: [last, limit])
            var records: [InstanceRecord] = []
            var bytes = 0
            while bytes < Self.mostBytes, let row = try rows.next() {
                let record = try InstanceRecord(row: row)
                bytes += record.params.utf8.count + (record.output?.utf8.count ?? 0)
                last = row["change"]
                records.append(record)
            }
            return Changes(records: records, last: last, hasMore: records.count == limit || bytes >= Self.mostBytes)
        }
    }

    /// Those that there are of some instances.
    func instances(_ ids: [InstanceID]) async throws -> [InstanceRecord] {
        try await read { database in try ids.compactMap { try InstanceRecord.fetch($0, from: database) } }
    }

    /// The connection that a deployment was deployed with; `nil` when it is not in the journal.
    func account(ofDeployment id: String) async throws -> String? {
        try await read { database in
            try String.fetchOne(
                database, sql: "SELECT coalesce(json_extract(details, '$.account'), '') FROM deployment WHERE id = ?",
                arguments: [id])
        }
    }

    /// - Returns: Services by deployment.
    func services(account: String) async throws -> [String: String] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql:
                    "SELECT id, service FROM deployment WHERE coalesce(json_extract(details, '$.account'), '') IN (?, '')",
                arguments: [account])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"], $0["service"]) })
        }
    }
}
