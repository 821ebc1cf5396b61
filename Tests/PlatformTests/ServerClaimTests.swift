import Foundation
import Logging
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Which server works on a shared database", .timeLimit(.minutes(4)))
struct ServerClaimTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let timing = ServerClaim.Timing(
        heartbeatInterval: .milliseconds(20), pollInterval: .milliseconds(20), patience: .milliseconds(1500))

    private static func take(
        _ storage: any StorageDriver, _ directory: String, waits: Bool = false, timing: ServerClaim.Timing = timing
    ) async throws -> ServerClaim {
        try await ServerClaim.take(
            storage, directory: directory, name: "host", waits: waits, timing: timing, logger: logger)
    }

    /// A database, and two directories of which one is a copy of the other.
    private static func with(
        _ body: (_ storage: any StorageDriver, _ directory: String, _ copy: String) async throws -> Void
    ) async throws {
        let directory = Installation.newDirectory()
        let copy = Installation.newDirectory()
        try FileManager.default.removeItem(atPath: copy)
        defer { for path in [directory, copy] { try? FileManager.default.removeItem(atPath: path) } }
        let storage = try await TestStorage.chosen.open(in: Installation.newDirectory())
        _ = try ServerIdentity(directory: directory)
        try FileManager.default.copyItem(atPath: directory, toPath: copy)
        do { try await body(storage, directory, copy) } catch {
            try storage.close()
            throw error
        }
        try storage.close()
    }

    @Test("A copy of a data directory on a machine of the same name does not take the database from a live server")
    func copied() async throws {
        try await Self.with { storage, directory, copy in
            let patient = ServerClaim.Timing(
                heartbeatInterval: .milliseconds(20), pollInterval: .milliseconds(20), patience: .seconds(100))
            let claim = try await Self.take(storage, directory, timing: patient)
            #expect(try ServerIdentity(directory: copy).id == ServerIdentity(directory: directory).id)
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await claim.keepUp(Self.logger) }
                let error = await #expect(throws: StartError.self) {
                    _ = try await Self.take(storage, copy, timing: patient)
                }
                #expect(error?.code == .startServerRunning)
                group.cancelAll()
            }
            let current = try await storage.read { try Table(ServerRecord.self, in: $0).current() }
            #expect(current?.epoch == 1)
        }
    }

    @Test(
        "A directory that its server left in a crash goes on without a wait, and its copy once there is no sign of life"
    )
    func crashed() async throws {
        try await Self.with { storage, directory, copy in
            _ = try await Self.take(storage, directory)
            // No wait: the look is longer than the test may last.
            let never = ServerClaim.Timing(
                heartbeatInterval: .seconds(3600), pollInterval: .seconds(3600), patience: .seconds(3600))
            _ = try await Self.take(storage, directory, timing: never)
            _ = try await Self.take(storage, copy)
            let current = try await storage.read { try Table(ServerRecord.self, in: $0).current() }
            #expect(current?.epoch == 3)
        }
    }

    @Test("A server that has stopped leaves the database to any other at once")
    func released() async throws {
        try await Self.with { storage, directory, copy in
            let claim = try await Self.take(storage, directory)
            try await claim.release()
            let never = ServerClaim.Timing(
                heartbeatInterval: .seconds(3600), pollInterval: .seconds(3600), patience: .seconds(3600))
            _ = try await Self.take(storage, copy, timing: never)
            await #expect(throws: StartError.self) { try await claim.keepUp(Self.logger) }
        }
    }
}
