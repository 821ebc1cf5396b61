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
        try await emulator.serving { try await body(EmulatorClient(base: $0)) }
        _ = folder
    }
}
