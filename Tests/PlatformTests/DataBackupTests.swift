import Foundation
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite("Backup and restore of a data directory", .timeLimit(.minutes(10)))
struct DataBackupTests {
    /// A data directory with a secret, a plugin's databases and files, and a cache.
    private func with(
        _ body: (_ installation: Installation, _ folder: TemporaryFolder) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        try await Installation.with { installation in
            _ = try await installation.platform.variables.create(
                try await installation.owner(), in: nil, Variable(name: "A_TOKEN", value: "secret", isSecret: true))
            let plugin = "\(installation.directory)/plugins/any"
            for name in ["account.sqlite", "store/one.db", "store/two.sqlite3"] {
                let store = try SQLiteDriver(path: "\(plugin)/\(name)")
                try await store.transaction { database in
                    try database.execute("CREATE TABLE value (number INTEGER)")
                    try database.execute("INSERT INTO value VALUES (7)")
                }
            }
            try write("content", to: "\(plugin)/files/object")
            try write("made anew", to: "\(plugin)/cache/big")
            try write("Signature: 8a477f597d28d172789f06886806bc55", to: "\(plugin)/cache/CACHEDIR.TAG")
            try FileManager.default.createSymbolicLink(
                atPath: "\(plugin)/link", withDestinationPath: "files/object")
            try await body(installation, folder)
        }
    }

    private func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func backUp(_ installation: Installation, to copy: String, keys: Bool = false) throws -> BackupManifest {
        try DataBackup(of: installation.directory, to: copy, includesKeys: keys, version: "1.2.3").run()
    }

    @Test("Where another storage has the installation, all but the database is copied and restored")
    func external() async throws {
        try await with { installation, folder in
            let (copy, target) = (folder.url.appending(path: "copy").path, folder.url.appending(path: "target").path)
            let manifest = try DataBackup(
                of: installation.directory, to: copy, includesKeys: true, version: "1.2.3", external: "elsewhere"
            ).run()
            #expect(manifest.storage == "elsewhere")
            #expect(manifest.keyID == (try MasterKey.load(from: "\(installation.directory)/master.key"))?.id)
            #expect(!manifest.files.contains { $0.path == "millrace.sqlite" })
            #expect(manifest.files.contains { $0.path == "plugins/any/store/one.db" })
            try restore(copy, to: target)
            #expect(!FileManager.default.fileExists(atPath: "\(target)/millrace.sqlite"))
            #expect(FileManager.default.fileExists(atPath: "\(target)/plugins/any/files/object"))
            let found = await DataDoctor(
                data: target, contributions: installation.contributions, external: "elsewhere"
            ).run(repairs: false)
            #expect(!found.contains { $0.state == .problem }, "\(found.map(\.line))")
            #expect(found.contains { $0.check == "keys" && $0.state == .ok })
        }
    }

    private func restore(_ copy: String, to target: String, key: String? = nil) throws {
        _ = try DataRestore(of: copy, to: target, keyFile: key).run()
    }

    @Test("A restored directory has every database, file and secret", arguments: [false, true])
    func whole(keys: Bool) async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            let target = folder.url.appending(path: "target").path
            let manifest = try backUp(installation, to: copy, keys: keys)
            #expect(manifest.version == "1.2.3")
            #expect(manifest.files.first { $0.path == "millrace.sqlite" }?.schema == Migration.all.map(\.name))
            #expect(FileManager.default.fileExists(atPath: "\(copy)/master.key") == keys)
            #expect(!manifest.files.contains { $0.path.contains("cache") || $0.path.contains("-wal") })
            try restore(copy, to: target, key: keys ? nil : "\(installation.directory)/master.key")
            let again = try await Installation(in: target)
            defer { again.close() }
            #expect(again.platform.firstStart == nil)
            let key = try #require(try MasterKey.load(from: "\(target)/master.key"))
            let sealed = try await again.storage.read {
                try $0.query("SELECT id, value FROM variables WHERE is_secret = 1")
            }
            let (id, value): (String, String) = (try sealed[0]["id"], try sealed[0]["value"])
            #expect(try SecretBox(master: key).open(value, at: SealedColumn.variableValue.place(id)) == "secret")
            for name in ["account.sqlite", "store/one.db", "store/two.sqlite3"] {
                #expect(try SQLiteFile("\(target)/plugins/any/\(name)").rows("SELECT number FROM value") == [["7"]])
            }
            #expect(try String(contentsOfFile: "\(target)/plugins/any/link", encoding: .utf8) == "content")
        }
    }

    @Test("What is committed while databases are copied is in no copy or in all that were read later")
    func oneMoment() async throws {
        try await with { installation, folder in
            let (committed, commit) = AsyncStream<Void>.makeStream()
            let writer = Task {
                let store = try SQLiteDriver(path: "\(installation.directory)/plugins/any/account.sqlite")
                var number = 0
                while !Task.isCancelled {
                    number += 1
                    let value = number
                    // What a plugin keeps is committed before the server's own list has it.
                    _ = try await store.transaction {
                        try $0.execute("INSERT INTO value VALUES ($1)", [1_000_000 + value])
                    }
                    try await installation.storage.transaction {
                        _ = try $0.execute("UPDATE projects SET description = $1", ["\(value)"])
                    }
                    commit.yield()
                }
                return number
            }
            for await _ in committed { break }
            for round in 0..<5 {
                let copy = folder.url.appending(path: "copy\(round)").path
                _ = try backUp(installation, to: copy)
                let listed =
                    try SQLiteFile("\(copy)/millrace.sqlite").rows("SELECT description FROM projects")[0][0] ?? ""
                let kept = try SQLiteFile("\(copy)/plugins/any/account.sqlite").rows("SELECT max(number) FROM value")[
                    0][0]
                #expect(Int(kept ?? "") ?? 0 >= 1_000_000 + (try #require(Int(listed))))
            }
            writer.cancel()
            #expect(try await writer.value > 0)
        }
    }

    @Test("A missing file is named", arguments: ["millrace.sqlite", "plugins/any/files/object", "plugins/any/link"])
    func missing(name: String) async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            _ = try backUp(installation, to: copy, keys: true)
            try FileManager.default.removeItem(atPath: "\(copy)/\(name)")
            #expect {
                try restore(copy, to: folder.url.appending(path: "target").path)
            } throws: { ($0 as? BackupError)?.code == .backupIncomplete && "\($0)".contains(name) }
            #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "target").path))
        }
    }

    @Test(
        "A file with another content is named",
        arguments: ["millrace.sqlite", "plugins/any/store/one.db", "plugins/any/files/object", "backup.json"])
    func altered(name: String) async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            _ = try backUp(installation, to: copy, keys: true)
            var content = try Data(contentsOf: URL(filePath: "\(copy)/\(name)"))
            // A digit of a digest, or any byte.
            let place = max(0, content.count - 8)
            content[place] = content[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            try content.write(to: URL(filePath: "\(copy)/\(name)"))
            let target = folder.url.appending(path: "target").path
            #expect {
                try restore(copy, to: target)
            } throws: { ($0 as? BackupError)?.code == .backupAltered && "\($0)".contains(name) }
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }

    @Test("A copy without its manifest is incomplete, and one of a newer version names that")
    func manifest() async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            let target = folder.url.appending(path: "target").path
            let manifest = try backUp(installation, to: copy, keys: true)
            let newer = BackupManifest(
                format: BackupManifest.newestFormat + 1, version: "9.0.0", createdAt: manifest.createdAt,
                keyID: manifest.keyID, includesKeys: true, files: manifest.files)
            try newer.text().write(toFile: "\(copy)/backup.json", atomically: true, encoding: .utf8)
            #expect { try restore(copy, to: target) } throws: {
                ($0 as? BackupError)?.code == .backupNewer && "\($0)".contains("9.0.0")
            }
            try FileManager.default.removeItem(atPath: "\(copy)/backup.json")
            #expect { try restore(copy, to: target) } throws: { ($0 as? BackupError)?.code == .backupIncomplete }
        }
    }

    @Test(
        "A path that leaves the folder is refused, and nothing is written",
        arguments: ["../outside", "a/../../outside"])
    func outside(path: String) async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            let target = folder.url.appending(path: "within/target").path
            let name = "plugins/any/files/object"
            let manifest = try backUp(installation, to: copy, keys: true)
            try FileManager.default.createDirectory(atPath: "\(copy)/a", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: "\(copy)/\(name)", toPath: folder.url.appending(path: "outside").path)
            let changed = changing(manifest, name) { file in
                BackupManifest.File(path: path, size: file.size, sha256: file.sha256, mode: file.mode)
            }
            try changed.text().write(toFile: "\(copy)/backup.json", atomically: true, encoding: .utf8)
            #expect {
                try restore(copy, to: target)
            } throws: { ($0 as? BackupError)?.code == .backupAltered && "\($0)".contains(path) }
            #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "within/outside").path))
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }

    /// The manifest with one of its files told otherwise.
    private func changing(
        _ manifest: BackupManifest, _ name: String, version: String = "1.2.3",
        _ change: (BackupManifest.File) -> BackupManifest.File
    ) -> BackupManifest {
        #expect(manifest.files.contains { $0.path == name })
        return BackupManifest(
            format: manifest.format, version: version, createdAt: manifest.createdAt, keyID: manifest.keyID,
            includesKeys: manifest.includesKeys, files: manifest.files.map { $0.path == name ? change($0) : $0 })
    }

    @Test("A copy whose database is of a newer version names that version, and nothing is written")
    func newerDatabase() async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            let target = folder.url.appending(path: "target").path
            let manifest = try backUp(installation, to: copy, keys: true)
            let newer = changing(manifest, "millrace.sqlite", version: "9.0.0") { file in
                var file = file
                file.schema = (file.schema ?? []) + ["9999-later"]
                return file
            }
            try newer.text().write(toFile: "\(copy)/backup.json", atomically: true, encoding: .utf8)
            #expect {
                try restore(copy, to: target)
            } throws: { ($0 as? BackupError)?.code == .backupNewer && "\($0)".contains("9.0.0") }
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }

    @Test("The server's database is read before a plugin's, and a plugin's account before what its steps wrote")
    func order() async throws {
        try await with { installation, _ in
            let databases = try DataFolder(root: installation.directory).databases().map(\.path)
            #expect(
                databases == [
                    "millrace.sqlite", "plugins/any/account.sqlite", "plugins/any/store/one.db",
                    "plugins/any/store/two.sqlite3",
                ])
        }
    }

    @Test("A folder that holds something is not written to")
    func occupied() async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            _ = try backUp(installation, to: copy, keys: true)
            #expect { try backUp(installation, to: copy) } throws: { ($0 as? BackupError)?.code == .backupNotEmpty }
            #expect { try restore(copy, to: installation.directory) } throws: {
                ($0 as? BackupError)?.code == .backupNotEmpty
            }
            #expect { try backUp(installation, to: "\(installation.directory)/copy") } throws: {
                ($0 as? BackupError)?.code == .backupNotEmpty
            }
        }
    }

    @Test("Without the right master key nothing is restored")
    func keys() async throws {
        try await with { installation, folder in
            let copy = folder.url.appending(path: "copy").path
            let target = folder.url.appending(path: "target").path
            let manifest = try backUp(installation, to: copy)
            let other = folder.url.appending(path: "other.key").path
            try MasterKey().store(at: other)
            for key in [nil, other] {
                #expect { try restore(copy, to: target, key: key) } throws: {
                    ($0 as? BackupError)?.code == .backupKey && "\($0)".contains(manifest.keyID)
                }
            }
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }

    @Test("A master key without its database is not taken for a first start")
    func incompleteDirectory() async throws {
        let directory = Installation.newDirectory()
        try MasterKey().store(at: "\(directory)/master.key")
        await #expect {
            try await Installation(in: directory)
        } throws: { ($0 as? StartError)?.code == .startIncomplete }
    }

    @Test("While the key is being changed nothing is copied")
    func rotation() async throws {
        try await with { installation, folder in
            try MasterKey().store(at: "\(installation.directory)/master.key.next")
            #expect {
                try backUp(installation, to: folder.url.appending(path: "copy").path)
            } throws: { ($0 as? BackupError)?.code == .backupRotation }
        }
    }
}
