import CloudflareEmulator
import EmulatorClient
import Foundation
import TestSupport

/// An emulator in this process.
enum EmulatorFixture {
    /// Runs an emulator as long as `body` runs.
    /// - Parameter folder: Of an earlier emulator, to go on with.
    static func serving(
        folder: TemporaryFolder? = nil, _ body: @escaping @Sendable (EmulatorClient) async throws -> Void
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"
        let emulator = try await CloudflareEmulator(.init(folder: folder.url, deno: URL(filePath: deno)))
        let (bases, running) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await emulator.run { running.yield($0) }
                running.finish()
            }
            var started = bases.makeAsyncIterator()
            guard let base = await started.next() else { return try await group.waitForAll() }
            do { try await body(EmulatorClient(base: base)) } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
        _ = folder
    }
}
