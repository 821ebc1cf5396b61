import Foundation
import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// esbuild, as it makes one module of the shim's.
struct ShimBundle: Sendable {
    /// A name on the search path, or a path.
    let executable: String

    /// Of the module, and of what esbuild prints: 4 MiB.
    private static let longestOutput = 4 << 20

    private static let options = [
        "main.ts", "--bundle", "--format=esm", "--target=esnext", "--external:node:*", "--charset=utf8",
        "--color=false",
        "--log-level=error",
    ]

    /// - Parameters:
    ///   - sources: By name; `main.ts` is the one that is run.
    ///   - external: Names of those that stay modules of their own.
    /// - Throws: `local.esbuild.missing`; `local.shim` when the sources cannot be bundled.
    func make(_ sources: [String: [UInt8]], external: [String]) async throws -> String {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "millrace-shim-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        for (name, bytes) in sources { try Data(bytes).write(to: folder.appending(path: name)) }
        let status: TerminationStatus
        let (module, printed): (String, String)
        do {
            let result = try await run(
                executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
                arguments: Arguments(Self.options + external.sorted().map { "--external:./\($0)" }),
                workingDirectory: FilePath(folder.path), output: .string(limit: Self.longestOutput),
                error: .string(limit: Self.longestOutput))
            (status, module, printed) = (result.terminationStatus, result.standardOutput, result.standardError)
        } catch {
            throw PluginFailure(
                .esbuildMissing,
                message: "Runs on this machine need esbuild, which cannot be run (\(executable)). Run `make deps`, or "
                    + "install it and set MILLRACE_LOCAL_ESBUILD to its path.", retryable: true)
        }
        guard status.isSuccess else {
            throw PluginFailure(.shim, message: "The runtime cannot be bundled: \(printed.prefix(500))")
        }
        return module
    }
}
