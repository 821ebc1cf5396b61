import Foundation
import Logging
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite("A change of the master key while servers run", .timeLimit(.minutes(10)))
struct SharedKeyRotationTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let timing = SharedKeyRotation.Timing(
        pollInterval: .milliseconds(5), silence: .milliseconds(50), patience: .milliseconds(300))

    /// A server of the database of an installation, in a directory of its own.
    private struct Server {
        let directory: String
        let keys: MasterKeys
        let presence: ServerKeys
        let storage: any StorageDriver

        /// - Parameter directory: `nil` for a new one, with the key.
        init(_ name: String, of installation: Installation, in known: String? = nil) async throws {
            directory = known ?? Installation.newDirectory()
            if known == nil {
                try FileManager.default.copyItem(
                    atPath: "\(installation.directory)/master.key", toPath: "\(directory)/master.key")
            }
            keys = MasterKeys(directory: directory)
            let shared = SharedStorage(installation.storage)
            storage = KeyedStorage(inner: shared, keys: keys)
            presence = try ServerKeys(
                storage: shared, directory: directory, name: name, keys: keys, every: .milliseconds(5),
                logger: logger)
            try await poll()
        }

        func poll() async throws {
            _ = try await presence.follow()
            try await presence.announce()
        }

        func resealing(batch: Int = 1) -> KeyResealing {
            KeyResealing(storage: storage, keys: keys, every: .milliseconds(5), batch: batch, logger: logger)
        }

        func rotation() -> SharedKeyRotation {
            SharedKeyRotation(storage: storage, directory: directory, timing: timing)
        }

        func take(_ file: String, from other: Server) throws {
            try FileManager.default.copyItem(atPath: "\(other.directory)/\(file)", toPath: "\(directory)/\(file)")
        }

        func key(_ file: String = "master.key") throws -> String? {
            try MasterKey.load(from: "\(directory)/\(file)")?.id
        }

        func seal(_ text: String, for name: String) throws -> String {
            try SecretBox(keys).seal(text, at: SealedColumn.variableValue.place(name))
        }

        func write(_ sealed: String, for name: String) async throws {
            try await storage.transaction { database in
                _ = try database.execute("UPDATE variables SET value = $1 WHERE id = $2", [sealed, name])
            }
        }
    }

    private static func variable(_ name: String, in installation: Installation) async throws -> String {
        let variable = Variable(name: name, value: name, isSecret: true)
        return try await installation.platform.variables.create(
            try await installation.owner(), in: nil, variable
        ).id.text
    }

    private static func sealed(_ id: String, in installation: Installation) async throws -> String {
        try await installation.storage.read { database in
            try database.query("SELECT value FROM variables WHERE id = $1", [id])[0]["value"]
        }
    }

    private static func state(of installation: Installation) async throws -> KeyState? {
        try await KeyState.read(installation.storage)
    }

    @Test("Servers that lack the next key are named, and nothing begins; with it on each, all is sealed anew")
    func whole() async throws {
        try await Installation.with { installation in
            let (first, second) = (
                try await Server("first", of: installation), try await Server("second", of: installation)
            )
            let ids = [
                try await Self.variable("A", in: installation), try await Self.variable("B", in: installation),
            ]
            let old = try #require(try first.key())
            var steps: [KeyRotation.Step] = []
            let refused = await #expect(throws: StartError.self) {
                try await first.rotation().run { steps.append($0) }
            }
            #expect(refused?.code == .startMasterKeyServers)
            #expect(steps == [.keyMade, .waiting(for: ["first", "second"])])
            #expect(try await Self.state(of: installation)?.next == nil)
            // The one whose directory it is finds it by itself.
            try await first.poll()
            steps = []
            let named = await #expect(throws: StartError.self) { try await first.rotation().run { steps.append($0) } }
            #expect(named.map { "\($0)".contains("\"second\"") && !"\($0)".contains("\"first\"") } == true)
            #expect(steps == [.waiting(for: ["second"])])
            let next = try #require(try first.key("master.key.next"))

            try second.take("master.key.next", from: first)
            try await second.poll()
            steps = []
            async let command: Void = first.rotation().run { _ in }
            try await eventually("the change to begin") { try await Self.state(of: installation)?.next == next }
            // Both accept each other's proofs at each time, whichever of them has seen what.
            let (one, other) = (ServerLink(first.keys), ServerLink(second.keys))
            try await first.poll()
            #expect(first.keys.sealing?.id == next && second.keys.sealing?.id == old)
            #expect(other.isProof(one.proof(of: ["p"]), of: ["p"]) && one.isProof(other.proof(of: ["p"]), of: ["p"]))
            // The leader waits for the second one.
            #expect(try await first.resealing().step() == false)
            let late = try second.seal("late", for: ids[0])
            try await second.write(late, for: ids[0])
            try await second.poll()
            let resealing = first.resealing()
            #expect(try await resealing.step())
            // A value of the key before is written until the end.
            try await second.write(late, for: ids[0])
            while try await resealing.step() {}
            #expect(try await Self.state(of: installation) == KeyState(current: next))
            for id in ids {
                let value = try await Self.sealed(id, in: installation)
                #expect(value.hasPrefix("1.\(next)."))
                // Before a server has seen the end, and after it.
                _ = try SecretBox(second.keys).open(value, at: SealedColumn.variableValue.place(id))
            }
            // And not after it: nothing would open it.
            await #expect(throws: StorageError.self) { try await second.write(late, for: ids[0]) }
            try await first.poll()
            try await second.poll()
            try await command
            #expect(other.isProof(one.proof(of: ["p"]), of: ["p"]))
            await #expect(throws: StorageError.self) { try await second.write(late, for: ids[0]) }
            #expect(try await Self.sealed(ids[0], in: installation).hasPrefix("1.\(next)."))
            for server in [first, second] {
                #expect(try server.key() == next)
                #expect(try server.key("master.key.next") == nil)
                try FileManager.default.removeItem(atPath: server.directory)
            }
        }
    }

    /// Ways in which a file of the next key is not to be used.
    private static let unusable: [(NextMasterKey.Problem, @Sendable (_ path: String) throws -> Void)] = [
        (.mode, { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: $0) }),
        (.mode, { try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: $0) }),
        (
            .link,
            { path in
                try FileManager.default.moveItem(atPath: path, toPath: path + ".elsewhere")
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: path + ".elsewhere")
            }
        ),
        (
            .notAFile,
            { path in
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
        ),
        (
            .notAFile,
            { path in
                try FileManager.default.removeItem(atPath: path)
                guard mkfifo(path, 0o600) == 0 else { throw CancellationError() }
            }
        ),
        (.malformed, { try PrivateFile(path: $0).write("junk") }),
        (.malformed, { try PrivateFile(path: $0).write(String(repeating: "A", count: 100_000)) }),
        (.malformed, { try PrivateFile(path: $0).write("") }),
    ]

    @Test(
        "A file of the next key that others could have changed is not used, and the refusal says what is wrong with it")
    func unusable() async throws {
        for (problem, spoil) in Self.unusable {
            try await Installation.with { installation in
                let (first, second) = (
                    try await Server("first", of: installation), try await Server("second", of: installation)
                )
                let path = "\(second.directory)/master.key.next"
                let next = MasterKey()
                for server in [first, second] { try next.store(at: "\(server.directory)/master.key.next") }
                try spoil(path)
                for server in [first, second] { try await server.poll() }
                let refused = await #expect(throws: StartError.self) { try await first.rotation().run { _ in } }
                #expect(refused?.code == .startMasterKeyServers)
                #expect(
                    refused.map { "\($0)".contains("master.key.next of \"second\" \(problem.text)") } == true,
                    "\(String(describing: refused))")
                #expect(refused.map { !"\($0)".contains("is missing on") } == true)
                // The command of that directory does not begin, either.
                let own = await #expect(throws: StartError.self) { try await second.rotation().run { _ in } }
                #expect(own?.code == .startMasterKeyUnusable)
                #expect(try await Self.state(of: installation)?.next == nil)
                // Nor does a server take it while the change is under way.
                try await installation.storage.transaction { try Table(in: $0).begin(next, of: 0) }
                let following = await #expect(throws: StartError.self) { _ = try await second.presence.follow() }
                #expect(following?.code == .startMasterKeyNext)
                #expect(following.map { "\($0)".contains(problem.text) } == true)
            }
        }
    }

    @Test("A file of another key, and one that is missing, are told apart")
    func otherKey() async throws {
        try await Installation.with { installation in
            let (first, second) = (
                try await Server("first", of: installation), try await Server("second", of: installation)
            )
            let third = try await Server("third", of: installation)
            for server in [first, second] { try MasterKey().store(at: "\(server.directory)/master.key.next") }
            for server in [first, second, third] { try await server.poll() }
            let refused = await #expect(throws: StartError.self) { try await first.rotation().run { _ in } }
            let text = refused.map { "\($0)" } ?? ""
            #expect(
                text.contains("is missing on \"third\".") && text.contains("of \"second\" is another key."), "\(text)")
        }
    }

    @Test("A change without servers refuses such a file, too")
    func unusableAlone() async throws {
        try await Installation.with { installation in
            let path = "\(installation.directory)/master.key.next"
            try MasterKey().store(at: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let refused = await #expect(throws: StartError.self) {
                try await KeyRotation(storage: installation.storage, directory: installation.directory).run()
            }
            #expect(refused?.code == .startMasterKeyUnusable)
        }
    }

    @Test("A server that starts meanwhile needs both keys, and one that was stopped meanwhile replaces its file")
    func starts() async throws {
        try await Installation.with { installation in
            let first = try await Server("first", of: installation)
            let id = try await Self.variable("A", in: installation)
            let stopped = Installation.newDirectory()
            try FileManager.default.copyItem(atPath: "\(first.directory)/master.key", toPath: "\(stopped)/master.key")
            let next = MasterKey()
            try next.store(at: "\(first.directory)/master.key.next")
            // A key that waits for a change changes nothing, also for a server that starts.
            let platform = try await Platform(
                storage: SharedStorage(installation.storage), plugins: installation.contributions,
                dataDirectory: first.directory, logger: Self.logger)
            #expect(try first.key() != next.id)
            try await first.poll()
            try await installation.storage.transaction { try Table(in: $0).begin(next, of: 1) }
            let lacking = await #expect(throws: StartError.self) {
                _ = try await Server("second", of: installation, in: stopped)
            }
            #expect(lacking?.code == .startMasterKeyNext)
            #expect(lacking.map { "\($0)".contains(next.id) } == true)
            try FileManager.default.copyItem(
                atPath: "\(first.directory)/master.key.next", toPath: "\(stopped)/master.key.next")
            let second = try await Server("second", of: installation, in: stopped)
            await second.presence.leave()
            try await first.poll()
            while try await first.resealing().step() {}
            #expect(try await Self.sealed(id, in: installation).hasPrefix("1.\(next.id)."))
            _ = try await Server("second", of: installation, in: stopped)
            #expect(try MasterKey.load(from: "\(stopped)/master.key")?.id == next.id)
            #expect(try MasterKey.load(from: "\(stopped)/master.key.next") == nil)
            #expect(platform.firstStart == nil)
        }
    }

    @Test("A server that has ended without a word is not waited for, and another one that leads goes on")
    func ended() async throws {
        try await Installation.with { installation in
            let (first, killed) = (
                try await Server("first", of: installation), try await Server("killed", of: installation)
            )
            let id = try await Self.variable("A", in: installation)
            let next = MasterKey()
            for server in [first, killed] { try next.store(at: "\(server.directory)/master.key.next") }
            try await first.poll()
            try await killed.poll()
            let command = Task { try await first.rotation().run { _ in } }
            try await eventually("the change to begin") { try await Self.state(of: installation)?.next == next.id }
            // It does not seal with the next key, and does not say that it ends.
            let beating = Task { try await first.presence.run() }
            let leading = Task { await first.resealing().run() }
            try await eventually("the end of the change") {
                try await Self.state(of: installation) == KeyState(current: next.id)
            }
            try await command.value
            leading.cancel()
            beating.cancel()
            #expect(try await Self.sealed(id, in: installation).hasPrefix("1.\(next.id)."))
            #expect(try first.key() == next.id)
            // It goes on, and cannot write with the key before until it has seen the change.
            let value = try killed.seal("A", for: id)
            await #expect(throws: StorageError.self) { try await killed.write(value, for: id) }
            try await killed.poll()
            try await killed.write(killed.seal("A", for: id), for: id)
            #expect(try killed.key() == next.id)
        }
    }
}
