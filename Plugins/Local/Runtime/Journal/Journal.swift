import Foundation
import GRDB

/// What the provider remembers: an SQLite file. What is committed survives the end of the process, and, with
/// `synchronous=FULL`, that of the machine (https://www.sqlite.org/pragma.html#pragma_synchronous).
///
/// The file also holds the variables and secrets of deployments, which a restart needs again; the host passes
/// them at deploy only. So the file and its folder can be read by their owner only.
struct Journal: Sendable {
    let database: DatabasePool

    init(folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        let file = folder.appending(path: "journal.sqlite")
        if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
        // SQLite gives its other files the mode of this one.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        database = try DatabasePool(path: file.path, configuration: configuration)
        // Not in `prepareDatabase`: the pool sets NORMAL after it, with which a power cut takes back what was
        // acknowledged.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Self.migrator.migrate(database)
    }

    /// Writes entries in one transaction. Waits for the disk: not for a thread that others need.
    func write(_ entries: [JournalEntry]) throws {
        guard !entries.isEmpty else { return }
        try database.write { database in
            for entry in entries { try entry.write(to: database) }
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
        return migrator
    }
}
