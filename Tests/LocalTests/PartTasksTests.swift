import PluginMessages
import Synchronization
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Work that parts of the runtime begin", .timeLimit(.minutes(10)))
struct PartTasksTests {
    /// What was done, in order.
    private final class Done: Sendable {
        private let kept = Mutex<[String]>([])

        var all: [String] { kept.withLock { $0 } }

        func note(_ text: String) { kept.withLock { $0.append(text) } }
    }

    private func runtime(_ folder: TemporaryFolder, _ reference: RuntimeReference) throws -> LocalRuntime {
        let runtime = try LocalRuntime(
            LocalConfiguration(dataFolder: folder.url, settings: [:], searchPath: ""), observer: Recorder().observer)
        reference.set(runtime)
        return runtime
    }

    @Test("Each piece runs on the runtime's thread, behind what waited for it and before what came later")
    func order() async throws {
        let folder = try TemporaryFolder()
        let reference = RuntimeReference()
        let runtime = try runtime(folder, reference)
        let tasks = PartTasks(reference) { $0.runs }
        let done = Done()
        try await tasks.run { runs in
            tasks.perform { _ in done.note("performed") }
            tasks.start { runs in
                runs.context.executor.checkIsolated()
                done.note("started")
                await Task.yield()
                runs.context.executor.checkIsolated()
                done.note("resumed")
            }
            tasks.perform { _ in done.note("performed later") }
            runs.context.executor.checkIsolated()
            done.note("first")
        }
        try await eventually("all is done") { done.all.count == 5 }
        #expect(done.all == ["first", "performed", "started", "performed later", "resumed"])
        await runtime.shutdown()
    }

    @Test("A runtime that nobody holds goes away with its parts, and nothing of theirs is begun any more")
    func release() async throws {
        let folder = try TemporaryFolder()
        let reference = RuntimeReference()
        let tasks = PartTasks(reference) { $0.runs }
        do {
            let runtime = try runtime(folder, reference)
            #expect(try await tasks.run { $0.context.nextNumber() } == 1)
            #expect(runtime.context.nextNumber() == 2)
        }
        try await eventually("the runtime is gone") { reference.runtime == nil }
        tasks.perform { _ in Issue.record("Work was begun of a runtime that is no more.") }
        let error = await #expect(throws: PluginFailure.self) { try await tasks.run { $0.context.nextNumber() } }
        #expect(error?.code == "local.closed")
    }
}
