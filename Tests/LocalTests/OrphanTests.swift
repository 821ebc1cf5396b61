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
        let orphan = try sleeper(named: script)
        let other = try sleeper(named: "/elsewhere/shim/main.ts")
        runtime.endOrphans()
        orphan.waitUntilExit()
        #expect(orphan.terminationReason == .uncaughtSignal)
        #expect(other.isRunning)
        other.terminate()
        await runtime.shutdown()
    }

    private func sleeper(named name: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "while :; do sleep 0.1; done", name]
        try process.run()
        return process
    }
}
