import Faults
import Foundation
import GRDB

/// What the provider remembers: an SQLite file. What is committed survives the end of the process, and, with
/// `synchronous=FULL`, that of the machine (https://www.sqlite.org/pragma.html#pragma_synchronous).
///
/// The file also holds the variables and secrets of deployments, which a restart needs again; the host passes
/// them at deploy only. So the file and its folder can be read by their owner only.
struct Journal: Sendable {
    let database: DatabasePool
    let deployments = DeploymentMemory()

    init(folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        let file = Self.file(in: folder)
        if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
        // SQLite gives its other files the mode of this one.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        database = try DatabasePool(path: file.path, configuration: configuration)
        // Not in `prepareDatabase`: the pool sets NORMAL after it, with which a power cut takes back what was
        // acknowledged.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try JournalUpgrade(Self.migrator, file: file).run(on: database)
    }

    static func file(in folder: URL) -> URL { folder.appending(path: "journal.sqlite") }

    /// Writes entries in one transaction. Waits for the disk: not for a thread that others need.
    /// - Returns: Entries of logs that were removed.
    @discardableResult
    func write(_ entries: [JournalEntry]) throws -> Int {
        guard !entries.isEmpty else { return 0 }
        return try database.writeWithoutTransaction { database in
            // Prepared once: in small commits the statements around cost as much as those inside.
            try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            do {
                let removed = try entries.reduce(0) { $0 + (try $1.write(to: database)) }
                try Fault.pass(.journalCommit)
                try database.cachedStatement(sql: "COMMIT").execute()
                Fault.reach(.journalCommitted)
                return removed
            } catch {
                if database.isInsideTransaction { try database.rollback() }
                throw error
            }
        }
    }

    func close() throws { try database.close() }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("initial") { database in
            try database.execute(
                sql: """
                    CREATE TABLE deployment (
                        id TEXT PRIMARY KEY, service TEXT NOT NULL, details TEXT NOT NULL, createdAt INTEGER NOT NULL
                    );
                    CREATE INDEX deploymentByService ON deployment (service, createdAt);
                    CREATE TABLE instance (
                        service TEXT NOT NULL, name TEXT NOT NULL, deployment TEXT NOT NULL, params TEXT NOT NULL,
                        createdAt INTEGER NOT NULL, status TEXT NOT NULL, output TEXT, failure TEXT, wakeAt INTEGER,
                        crashes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (service, name)
                    ) WITHOUT ROWID;
                    CREATE INDEX instanceByWakeAt ON instance (wakeAt) WHERE wakeAt IS NOT NULL;
                    CREATE INDEX instanceByDeployment ON instance (deployment, status);
                    CREATE TABLE step (
                        service TEXT NOT NULL, instance TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
                        kind TEXT NOT NULL, state TEXT NOT NULL, event TEXT, result TEXT, wakeAt INTEGER,
                        attempts INTEGER NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER,
                        PRIMARY KEY (service, instance, key)
                    ) WITHOUT ROWID;
                    CREATE TABLE event (
                        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, service TEXT NOT NULL,
                        instance TEXT NOT NULL, type TEXT NOT NULL, payload TEXT, receivedAt INTEGER NOT NULL
                    );
                    CREATE INDEX eventByInstance ON event (service, instance, number);
                    """)
        }
        migrator.registerMigration("triggers", migrate: createTriggers)
        migrator.registerMigration("steps by time, logs") { database in
            try database.execute(sql: stepsByTime)
            try database.execute(
                sql: """
                    CREATE INDEX instanceAtWork ON instance (status) WHERE status IN ('queued', 'running');
                    CREATE TABLE log (
                        service TEXT NOT NULL, instance TEXT NOT NULL, number INTEGER NOT NULL, loggedAt INTEGER NOT NULL,
                        level TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (service, instance, number)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("retention") { database in
            try database.execute(
                sql: """
                    ALTER TABLE instance ADD COLUMN endedAt INTEGER;
                    UPDATE instance SET endedAt = unixepoch() * 1000
                        WHERE status IN ('complete', 'errored', 'terminated');
                    CREATE INDEX instanceByEnd ON instance (endedAt) WHERE endedAt IS NOT NULL;
                    """)
        }
        migrator.registerMigration("nested runs, what steps wait for") { database in
            try database.execute(
                sql: """
                    ALTER TABLE instance ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE step ADD COLUMN retryLimit INTEGER;
                    ALTER TABLE step ADD COLUMN child TEXT;
                    CREATE INDEX stepByChild ON step (child) WHERE child IS NOT NULL;
                    """)
        }
        migrator.registerMigration("sleeps until a date") { database in
            try database.execute(
                sql: """
                    ALTER TABLE step ADD COLUMN isUntilDate INTEGER NOT NULL DEFAULT 0;
                    """)
        }
        migrator.registerMigration("changes") { database in
            try database.execute(
                sql: """
                    ALTER TABLE instance ADD COLUMN change INTEGER;
                    UPDATE instance SET change = number;
                    CREATE INDEX instanceByChange ON instance (change);
                    """)
        }
        migrator.registerMigration("instances that wake, by deployment") { database in
            try database.execute(
                sql: """
                    CREATE INDEX instanceByDeploymentAndWakeAt ON instance (deployment, wakeAt) WHERE wakeAt IS NOT NULL;
                    """)
        }
        migrator.registerMigration("parents of instances") { database in
            try database.execute(
                sql: """
                    ALTER TABLE instance ADD COLUMN parent INTEGER;
                    CREATE INDEX instanceByParent ON instance (parent) WHERE parent IS NOT NULL;
                    """)
        }
        migrator.registerMigration("counters of removed instances") { database in
            try database.execute(
                sql: """
                    CREATE TABLE counter (number INTEGER NOT NULL, change INTEGER NOT NULL);
                    INSERT INTO counter SELECT coalesce(max(number), 0), coalesce(max(change), 0) FROM instance;
                    """)
        }
        migrator.registerMigration("runs that have not ended") { database in
            try database.execute(
                sql: """
                    CREATE INDEX instanceUnended ON instance (status)
                        WHERE status NOT IN ('complete', 'errored', 'terminated');
                    """)
        }
        migrator.registerMigration("checksums") { database in
            try database.execute(
                sql: """
                    ALTER TABLE instance ADD COLUMN checksum INTEGER;
                    ALTER TABLE step ADD COLUMN checksum INTEGER;
                    """)
        }
        migrator.registerMigration("attempts that failed") { database in
            try database.execute(
                sql: """
                    ALTER TABLE step ADD COLUMN attemptedAt INTEGER;
                    CREATE TABLE attempt (
                        instance INTEGER NOT NULL, step INTEGER NOT NULL, number INTEGER NOT NULL,
                        startedAt INTEGER NOT NULL, endedAt INTEGER NOT NULL, failure TEXT NOT NULL,
                        PRIMARY KEY (instance, step, number)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("clock", migrate: createClock)
        migrator.registerMigration("sizes of logs, more checksums") { database in
            try database.execute(
                sql: """
                    ALTER TABLE log ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE log ADD COLUMN checksum INTEGER;
                    ALTER TABLE instance ADD COLUMN stateChecksum INTEGER;
                    ALTER TABLE event ADD COLUMN checksum INTEGER;
                    ALTER TABLE message ADD COLUMN checksum INTEGER;
                    """)
        }
        return migrator
    }

    /// Steps lie in the order in which they begin, and their index is of small numbers: the steps of a commit, of many
    /// instances, are on few pages, and it is pages that a commit waits for.
    private static let stepsByTime = """
        ALTER TABLE instance ADD COLUMN number INTEGER;
        UPDATE instance SET number = place.number FROM
            (SELECT service, name, row_number() OVER (ORDER BY createdAt) AS number FROM instance) AS place
            WHERE instance.service = place.service AND instance.name = place.name;
        CREATE UNIQUE INDEX instanceByNumber ON instance (number);
        ALTER TABLE step RENAME TO oldStep;
        CREATE TABLE step (
            id INTEGER PRIMARY KEY, instance INTEGER NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL,
            name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, event TEXT, result TEXT, wakeAt INTEGER,
            attempts INTEGER NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER, UNIQUE (instance, number)
        );
        INSERT INTO step (instance, number, key, name, kind, state, event, result, wakeAt, attempts, startedAt, endedAt)
            SELECT instance.number, row_number() OVER (PARTITION BY instance.number ORDER BY startedAt), key,
                oldStep.name, kind, state, event, result, oldStep.wakeAt, attempts, startedAt, endedAt
            FROM oldStep JOIN instance ON instance.service = oldStep.service AND instance.name = oldStep.instance;
        DROP TABLE oldStep;
        """
}
