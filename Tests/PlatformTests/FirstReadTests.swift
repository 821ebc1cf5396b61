import Logging
import PlatformFixtures
import Storage
import Synchronization
import Testing

@testable import Platform

@Suite("What is read with the first read of a request", .timeLimit(.minutes(10)))
struct FirstReadTests {
    /// Counts reads of another storage.
    private final class Counting: StorageDriver {
        private let inner: any StorageDriver
        private let reads = Mutex(0)

        init(_ inner: any StorageDriver) { self.inner = inner }

        /// Since it was last asked.
        var count: Int {
            reads.withLock { reads in
                defer { reads = 0 }
                return reads
            }
        }

        func read<Result: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Result
        ) async throws -> Result {
            reads.withLock { $0 += 1 }
            return try await inner.read(body)
        }

        func transaction<Result: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Result
        ) async throws -> Result { try await inner.transaction(body) }

        func close() throws {}
    }

    @Test("A resource and its state are read at once, and the state is that of the resource")
    func once() async throws {
        try await Installation.with { installation in
            let storage = Counting(installation.storage)
            let platform = try await Platform(
                storage: storage, plugins: installation.contributions, dataDirectory: installation.directory,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let caller = try await installation.owner()
            let id = try await platform.workflows.create(caller, NewWorkflow(name: "W")).workflow.id
            let name = ResourceName(.workflow, [id.text])
            _ = storage.count
            let (details, state) = try await platform.states.reading(name, for: caller) {
                try await platform.workflows.get(caller, id)
            }
            #expect(storage.count == 1)
            #expect(details.workflow.name == "W")
            #expect(try await platform.states.get(name, for: caller) == state)
            // Between its reads somebody changes it: the state is that of the first one.
            let (later, first) = try await platform.states.reading(name, for: caller) {
                let first = try await platform.workflows.get(caller, id)
                var change = WorkflowChange()
                change.name = "X"
                _ = try await platform.workflows.update(caller, id, change)
                _ = try await platform.workflows.get(caller, id)
                return first
            }
            #expect(later.workflow.name == "W" && first == state)
            #expect(try await platform.states.get(name, for: caller) != state)
        }
    }

    @Test("What is not there has no state, and its error is that of the read")
    func missing() async throws {
        try await Installation.with { installation in
            let platform = installation.platform
            let caller = try await installation.owner()
            let none = WorkflowID("none")
            await #expect(throws: PlatformError.self) {
                _ = try await platform.states.reading(ResourceName(.workflow, [none.text]), for: caller) {
                    try await platform.workflows.get(caller, none)
                }
            }
            let nothing = try await platform.states.reading(ResourceName(.workflow, [none.text]), for: caller) { 1 }
            #expect(nothing.result == 1 && nothing.state == nil)
        }
    }
}
