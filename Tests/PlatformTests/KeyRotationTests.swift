import FoundationEssentials
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("A change of the master key", .timeLimit(.minutes(10)))
struct KeyRotationTests {
    private struct Killed: Error {}

    /// An installation with four sealed values.
    private func seal(_ installation: Installation) async throws {
        let caller = try await installation.owner()
        let platform = installation.platform
        _ = try await platform.variables.create(
            caller, in: nil, Variable(name: "A_TOKEN", value: "variable-secret", isSecret: true))
        _ = try await platform.connections.create(
            caller, provider: "elsewhere", name: "C", credentials: ["apiToken": "credential-secret"])
        guard case .first(let ticket) = try await platform.idempotency.begin(caller, key: "k", request: [1]) else {
            return
        }
        try await platform.idempotency.keep(
            .init(status: 200, contentType: nil, body: Array("answer-secret".utf8)), of: ticket)
    }

    /// Opens everything as a server of the directory would, after what it does at its start.
    private func check(_ directory: String, isSealedBy id: String?) async throws {
        let installation = try await Installation(in: directory)
        let key = try #require(try MasterKey.load(from: "\(directory)/master.key"))
        if let id { #expect(key.id == id) }
        #expect(!FileManager.default.fileExists(atPath: "\(directory)/master.key.next"))
        let box = SecretBox(master: key)
        let opened = try await installation.storage.read { database in
            try SealedColumn.allCases.flatMap { column in
                try SealedValues(table: column.table, column: column.name, where: column.condition, in: database)
                    .without(prefix: "nothing", limit: 10).map { try box.open($0.sealed, at: column.place($0.row)) }
            }
        }
        #expect(opened.count == 4)
        #expect(opened.contains("variable-secret") && opened.contains { $0.contains("credential-secret") })
        #expect(
            try await installation.storage.read { try Table(InstallationRecord.self, in: $0).current() }?.keyID
                == key.id)
        try installation.storage.close()
    }

    @Test("Everything is sealed with the new key, and nothing opens with the old one")
    func whole() async throws {
        try await Installation.with { installation in
            try await seal(installation)
            let old = try #require(try MasterKey.load(from: "\(installation.directory)/master.key"))
            try await KeyRotation(storage: installation.storage, directory: installation.directory).run()
            let new = try #require(try MasterKey.load(from: "\(installation.directory)/master.key"))
            #expect(new.id != old.id)
            let mode = try FileManager.default.attributesOfItem(atPath: "\(installation.directory)/master.key")
            #expect(mode[.posixPermissions] as? Int == 0o600)
            for column in SealedColumn.allCases {
                let kept = try await installation.storage.read { database in
                    try SealedValues(table: column.table, column: column.name, where: column.condition, in: database)
                        .without(prefix: SecretBox.prefix(of: new), limit: 10).count
                }
                #expect(kept == 0, "\(column)")
            }
            try await check(installation.directory, isSealedBy: new.id)
        }
    }

    @Test("One that is stopped after any step is ended by the next, and before that by any start", arguments: 0..<9)
    func stopped(step: Int) async throws {
        try await Installation.with { installation in
            try await seal(installation)
            let rotation = KeyRotation(storage: installation.storage, directory: installation.directory, batch: 1)
            var steps: [KeyRotation.Step] = []
            do {
                try await rotation.run { told in
                    steps.append(told)
                    if steps.count > step { throw Killed() }
                }
            } catch is Killed {}
            // 1 key, 4 values, 1 database, 1 file: the steps after those never come.
            #expect(steps.count == min(step + 1, 7))
            let next = try MasterKey.load(from: "\(installation.directory)/master.key.next")?.id
            if step.isMultiple(of: 2), next != nil {
                try await KeyRotation(storage: installation.storage, directory: installation.directory).run()
            }
            try await check(installation.directory, isSealedBy: next)
        }
    }

    @Test("A value that opens with no key stops it with both keys kept, and says where it is")
    func broken() async throws {
        try await Installation.with { installation in
            try await seal(installation)
            try await installation.storage.transaction { database in
                _ = try database.execute("UPDATE variables SET value = $1", ["1.0000000000000000.AAAA"])
            }
            let old = try MasterKey.load(from: "\(installation.directory)/master.key")?.id
            await #expect(throws: SecretError.self) {
                try await KeyRotation(storage: installation.storage, directory: installation.directory).run()
            }
            #expect(try MasterKey.load(from: "\(installation.directory)/master.key")?.id == old)
            #expect(try MasterKey.load(from: "\(installation.directory)/master.key.next") != nil)
        }
    }

    @Test("A data directory has one process at a time")
    func lock() throws {
        let directory = Installation.newDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let lock = try InstallationLock(directory: directory)
        #expect {
            try InstallationLock(directory: directory)
        } throws: { error in
            (error as? StartError)?.code.rawValue == "start.inUse" && "\(error)".contains("process ")
        }
        withExtendedLifetime(lock) {}
    }
}
