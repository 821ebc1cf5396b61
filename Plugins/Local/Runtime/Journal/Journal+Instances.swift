import GRDB
import JSON
import PluginMessages
import Values

extension Journal {
    func instance(_ id: InstanceID) async throws -> InstanceRecord? {
        try await read { database in try InstanceRecord.fetch(id, from: database) }
    }

    /// Whether the row of an instance matches its checksums, as that of one which does not exist does.
    func isIntact(_ id: InstanceID) async throws -> Bool {
        try await read { database in
            do {
                if let row = try InstanceRecord.row(id, in: database) { try RowChecksum.checkInstance(row) }
                return true
            } catch is JournalError { return false }
        }
    }

    /// An instance with all that happened to it.
    /// - Throws: ``JournalError/checksum(_:)``
    func machine(_ id: InstanceID) async throws -> InstanceMachine? {
        try await read { database in
            guard let row = try InstanceRecord.row(id, in: database) else { return nil }
            try RowChecksum.checkInstance(row)
            let record = try InstanceRecord(row: row)
            var machine = InstanceMachine(
                record,
                steps: try Self.steps(of: id, storesFailures: true, in: database).map { row in
                    try RowChecksum.checkStep(row)
                    return try StepRecord(row: row)
                },
                events: try Self.rows(
                    "SELECT * FROM event WHERE service = ? AND instance = ? ORDER BY number", [id.service, id.name],
                    in: database
                ).map(RowChecksum.checkEvent))
            machine.valueBytes = machine.steps.isEmpty ? 0 : try Self.valueBytes(of: record, in: database)
            return machine
        }
    }

    private static func valueBytes(of record: InstanceRecord, in database: Database) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT coalesce(sum(length(CAST(result AS BLOB))), 0) FROM step WHERE instance = ? AND result IS NOT NULL
                """)
        return try Int.fetchOne(statement, arguments: [record.number]) ?? 0
    }

    /// The steps of an instance in the order in which they began.
    /// - Parameter hasValues: Large values are read too; without, such steps are `stored`.
    func steps(of id: InstanceID, hasValues: Bool = false) async throws -> [StepRecord] {
        try await read { database in
            try Self.steps(of: id, longestValue: hasValues ? .max : StepRecord.longestKeptValue, in: database)
                .map(StepRecord.init(row:))
        }
    }

    /// Some steps of an instance in the order in which they began, with the bytes of what they returned.
    /// - Parameter longestValue: Larger values are not read; such steps are `stored`.
    func steps(
        of id: InstanceID, after number: Int, limit: Int, longestValue: Int
    ) async throws -> [(step: StepRecord, size: Int?)] {
        try await read { database in
            try Self.steps(of: id, longestValue: longestValue, after: number, limit: limit, in: database).map { row in
                (try StepRecord(row: row), row["size"])
            }
        }
    }

    /// The value of a step that succeeded, or its error, by numbers. Waits for the disk.
    /// - Throws: ``JournalError/checksum(_:)``
    func outcome(instance: Int, step: Int) throws -> Result<String?, StepFailure> {
        try database.unsafeRead { database in
            let row = try Self.row(
                "SELECT * FROM step WHERE instance = ? AND number = ?", [instance, step], in: database)
            guard let row else { return .success(nil) }
            try RowChecksum.checkStep(row)
            let text: String? = row["result"]
            guard row["state"] as String == "failed", let text else { return .success(text) }
            return .failure(try StepFailure(json: JSONValue(parsing: text)))
        }
    }

    /// When the time of the next instance comes.
    func nextWake(after now: Timestamp) async throws -> Timestamp? {
        try await read { database in
            try Timestamp.fetchOne(
                database.cachedStatement(sql: "SELECT min(wakeAt) FROM instance WHERE wakeAt > ?"), arguments: [now])
        }
    }

    /// After a start of the server: what ran begins another replay now.
    func wakeInterrupted(now: Timestamp) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE instance SET wakeAt = ? WHERE status IN ('queued', 'running')", arguments: [now])
        }
    }

    /// Instances that were over before a time, the first to end first.
    func ended(before time: Timestamp, limit: Int) async throws -> [InstanceID] {
        try await read { database in
            try Self.rows(
                "SELECT service, name FROM instance WHERE endedAt < ? ORDER BY endedAt LIMIT ?", [time, limit],
                in: database
            ).map { InstanceID(service: $0["service"], name: $0["name"]) }
        }
    }

    /// The instances that sleep until another has ended.
    func parents(of child: String) async throws -> [InstanceID] {
        try await read { database in
            try Self.rows(
                """
                SELECT instance.service, instance.name FROM step JOIN instance ON instance.number = step.instance
                WHERE step.child = ? AND step.state = 'pending'
                """, [child], in: database
            ).map { InstanceID(service: $0["service"], name: $0["name"]) }
        }
    }

    /// The instances that are not over and that some others started, which were terminated.
    /// - Parameter ids: Of the others; `nil` for all.
    func orphans(of ids: [InstanceID]?, limit: Int) async throws -> [Unfinished] {
        let condition = ids.map { _ in "AND parent.service = ? AND parent.name = ?" } ?? ""
        return try await read { database in
            var found: [Unfinished] = []
            for id in ids.map({ $0.map(Optional.some) }) ?? [nil] {
                found += try Self.rows(
                    """
                    SELECT child.service, child.name, child.deployment FROM instance AS child
                    JOIN instance AS parent ON parent.number = child.parent
                    WHERE child.parent IS NOT NULL AND child.status NOT IN ('complete', 'errored', 'terminated')
                    AND parent.status = 'terminated' \(condition) LIMIT ?
                    """, id.map { [$0.service, $0.name, limit] } ?? [limit], in: database
                ).map {
                    Unfinished(
                        id: InstanceID(service: $0["service"], name: $0["name"]), deploymentId: $0["deployment"])
                }
            }
            return found
        }
    }

    struct Unfinished: Sendable {
        let id: InstanceID
        let deploymentId: String
    }

    /// The instances of a service that are not over, by their names.
    func unfinished(service: String, after name: String, limit: Int) async throws -> [Unfinished] {
        try await read { database in
            try Self.rows(
                """
                SELECT name, deployment FROM instance
                WHERE service = ? AND name > ? AND status NOT IN ('complete', 'errored', 'terminated')
                ORDER BY name LIMIT ?
                """, [service, name, limit], in: database
            ).map { Unfinished(id: InstanceID(service: service, name: $0["name"]), deploymentId: $0["deployment"]) }
        }
    }

    /// - Returns: Rows with their checksums, but for those of larger values, which are compared when they are read.
    private static func steps(
        of id: InstanceID, longestValue longest: Int = StepRecord.longestKeptValue, after number: Int = 0,
        limit: Int = -1, storesFailures: Bool = false, in database: Database
    ) throws -> [Row] {
        // A step without a value has NULL, which is in no case.
        let isLong = "coalesce(length(CAST(result AS BLOB)), 0) > \(longest)"
        let isStored = "step.state \(storesFailures ? "IN ('succeeded', 'failed')" : "= 'succeeded'") AND \(isLong)"
        return try rows(
            """
            SELECT step.number, key, step.name, kind, event, step.wakeAt, attempts, startedAt, step.endedAt, retryLimit,
                isUntilDate, child, attemptedAt, step.instance,
                CASE WHEN \(isStored) THEN NULL ELSE step.checksum END AS checksum,
                CASE WHEN state = 'succeeded' THEN length(CAST(result AS BLOB)) END AS size,
                CASE WHEN NOT (\(isStored)) THEN state WHEN state = 'failed' THEN 'storedFailure' ELSE 'stored' END AS state,
                CASE WHEN \(isStored) THEN NULL ELSE result END AS result
            FROM step JOIN instance ON instance.number = step.instance
            WHERE instance.service = ? AND instance.name = ? AND step.number > ? ORDER BY step.number LIMIT ?
            """, [id.service, id.name, number, limit], in: database)
    }
}

extension InstanceRecord {
    static func fetch(_ id: InstanceID, from database: Database) throws -> InstanceRecord? {
        try row(id, in: database).map(InstanceRecord.init(row:))
    }

    static func row(_ id: InstanceID, in database: Database) throws -> Row? {
        try Journal.row("SELECT * FROM instance WHERE service = ? AND name = ?", [id.service, id.name], in: database)
    }

    init(row: Row) throws {
        guard let status = RunStatus(rawValue: row["status"]) else { throw JournalError.damaged("instance", "status") }
        let failure: String? = row["failure"]
        self.init(
            id: InstanceID(service: row["service"], name: row["name"]), deploymentId: row["deployment"],
            params: row["params"], createdAt: row["createdAt"], status: status, output: row["output"],
            failure: try failure.map { try JSONValue(parsing: $0).decode() }, wakeAt: row["wakeAt"],
            endedAt: row["endedAt"], crashes: row["crashes"], depth: row["depth"], parent: row["parent"],
            number: row["number"])
    }
}
