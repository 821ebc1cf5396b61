import Foundation
import LocalRuntime
import Testing
import TestSupport

@Suite("Processes that an earlier server left")
struct OrphanTests {
    @Test("They are ended by the next server of the same data folder, and no others")
    func orphans() async throws {
        let folder = try TemporaryFolder()
        let runtime = try LocalRuntime(
            LocalConfiguration(dataFolder: folder.url, settings: [:], searchPath: ""),
            observer: LocalObserver(log: { _, _ in }, changed: { _, _ in }))
        // Stands for Deno: what counts is the script among its arguments.
        let script = folder.url.appending(path: "shim/main.ts").path
        let (ends, ended) = AsyncStream.makeStream(of: Process.TerminationReason.self)
        _ = try sleeper(named: script) { ended.yield($0.terminationReason) }
        let other = try sleeper(named: "/elsewhere/shim/main.ts") { _ in }
        runtime.endOrphans()
        // Not `waitUntilExit`: it holds up a thread that other tests need for their processes to end, and the end
        // of this one may be noticed only when theirs is, which hold what they inherited.
        #expect(await ends.first { _ in true } == .uncaughtSignal)
        #expect(other.isRunning)
        other.terminate()
        await runtime.shutdown()
    }

    private func sleeper(
        named name: String, whenItEnds: @escaping @Sendable (Process) -> Void
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "while :; do sleep 0.1; done", name]
        process.terminationHandler = whenItEnds
        try process.run()
        return process
    }
}
