import Logging
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("A server beside the one that leads", .timeLimit(.minutes(10)))
struct FollowedStorageTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func follower(of installation: Installation) async throws -> Platform {
        try await Platform(
            storage: FollowedStorage(SharedStorage(installation.storage)), plugins: installation.contributions,
            dataDirectory: installation.directory, role: .follows, logger: logger)
    }

    private static func isUnavailable(_ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return false
        } catch {
            guard case StorageError.unavailable = error else { return false }
            return true
        }
    }

    @Test("It reads and writes what the other one does, and has what it changes told there")
    func works() async throws {
        try await Installation.with { installation in
            let (leader, caller) = (installation.platform, try await installation.owner())
            let follower = try await Self.follower(of: installation)
            #expect(follower.firstStart == nil)
            let made = try await leader.workflows.create(caller, NewWorkflow(name: "of the leader")).workflow
            #expect(try await follower.workflows.get(caller, made.id).workflow.name == "of the leader")
            var place = try await leader.sharedFeed.tell(after: nil)
            let told = try leader.feed.follow(caller, after: nil)
            let own = try await follower.sharedFeed.noting(
                FeedChange(path: "/api/workflows", requestID: "r"), in: caller.project
            ) {
                try await follower.workflows.create(caller, NewWorkflow(name: "of the follower")).workflow
            }
            #expect(try await leader.workflows.get(caller, own.id).workflow.name == "of the follower")
            // What fails is not told.
            await #expect(throws: PlatformError.self) {
                try await follower.sharedFeed.noting(FeedChange(path: "/none", requestID: "n"), in: caller.project) {
                    try await follower.drafts.set(
                        caller, of: WorkflowID("none"), to: NewDraft(document: [:], base: nil))
                }
            }
            let before = place
            place = try await leader.sharedFeed.tell(after: place)
            #expect(place == before + 1)
            #expect(try await leader.sharedFeed.tell(after: place) == place)
            var changes = told.makeAsyncIterator()
            guard case .changed(let change)? = await changes.next()?.content else {
                Issue.record("Nothing is told.")
                return
            }
            #expect(change.path == "/api/workflows" && change.requestID == "r")
            // Old ones go, and numbers go on.
            try await installation.storage.transaction { database in
                try Table(FeedChangeRecord.self, in: database).deleteOld(before: .now + .seconds(1))
            }
            #expect(try await leader.sharedFeed.tell(after: nil) == place)
        }
    }

    @Test("A schema that another version has changed is neither read nor written")
    func newer() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let follower = try await Self.follower(of: installation)
            try await installation.storage.transaction { database in
                _ = try database.execute(
                    "INSERT INTO schema_migrations (name, applied_at) VALUES ('9999-newer', $1)", [Timestamp.now])
            }
            #expect(await Self.isUnavailable { _ = try await follower.workflows.list(caller, PageRequest()) })
            #expect(
                await Self.isUnavailable { _ = try await follower.workflows.create(caller, NewWorkflow(name: "W")) })
            #expect(try await installation.platform.workflows.list(caller, PageRequest()).elements.isEmpty)
            try await installation.storage.transaction { database in
                _ = try database.execute("DELETE FROM schema_migrations WHERE name = '9999-newer'")
            }
            #expect(try await follower.workflows.create(caller, NewWorkflow(name: "W")).workflow.name == "W")
        }
    }

    @Test("It changes nothing before the first start, and not with another master key")
    func refused() async throws {
        let directory = Installation.newDirectory()
        let storage = try await TestStorage.chosen.open(in: directory)
        try await storage.migrate()
        await #expect(throws: StartError.self) {
            _ = try await Platform(
                storage: FollowedStorage(storage), plugins: FakeContributions(), dataDirectory: directory,
                role: .follows, logger: Self.logger)
        }
        #expect(try await storage.read { try Table(InstallationRecord.self, in: $0).current() } == nil)
        try storage.close()
        try await Installation.with { installation in
            let other = Installation.newDirectory()
            try MasterKey().store(at: KeyRotation.keyFile(in: other))
            let error = await #expect(throws: StartError.self) {
                _ = try await Platform(
                    storage: FollowedStorage(installation.storage), plugins: installation.contributions,
                    dataDirectory: other, role: .follows, logger: Self.logger)
            }
            #expect(error?.code == .startMasterKeyOther)
        }
    }
}
