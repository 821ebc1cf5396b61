import Foundation
import LocalRuntime
import TestSupport
import Testing

@Suite("Processes that an earlier server left", .timeLimit(.minutes(10)))
struct OrphanTests {
    @Test("They are ended by the next server of the same data folder, and no others")
    func orphans() async throws {
        let folder = try TemporaryFolder()
        let runtime = try LocalRuntime(
            LocalConfiguration(dataFolder: folder.url, settings: [:], searchPath: ""),
            observer: LocalObserver(log: { _, _ in }, changed: { _, _ in }))
        // Stands for Deno: what counts is the script among its arguments.
        let script = folder.url.appending(path: "shim/main.ts").path
        let left = try await sleeper(named: script, in: folder)
        let other = try await sleeper(named: "/elsewhere/shim/main.ts", in: folder)
        runtime.endOrphans()
        if case .signal = try await left.wait() {} else { Issue.record("\(String(describing: left.end))") }
        #expect(other.end == nil)
        await runtime.shutdown()
    }

    private func sleeper(named name: String, in folder: TemporaryFolder) async throws -> RunningProgram {
        try await RunningProgram(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", "while :; do sleep 0.1; done", name],
            output: folder.url.appending(path: "sleeper.log"))
    }
}
