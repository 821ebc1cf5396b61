import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// esbuild, as it makes one module of code and the packages it imports.
struct EsbuildBundle: Sendable {
    /// A name on the search path, or a path.
    let executable: String

    /// Of a module, and of what esbuild prints: 64 MiB.
    private static let longestOutput = 64 << 20

    /// What the platform brings itself stays an import.
    private static let options = [
        "--bundle", "--format=esm", "--platform=browser", "--conditions=workerd,worker,browser", "--target=es2022",
        "--external:cloudflare:*", "--external:node:*", "--charset=utf8", "--color=false", "--log-level=error",
        "--define:process.env.NODE_ENV=\"production\"", "--sourcemap=inline", "--sources-content=false",
    ]

    /// - Returns: With a source map at its end.
    /// - Throws: `worker.bundle`.
    func bundle(_ file: String, in folder: String) async throws(PluginFailure) -> String {
        let status: TerminationStatus
        let (module, told): (String, String)
        do {
            let result = try await run(
                executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
                arguments: Arguments([file] + Self.options), workingDirectory: FilePath(folder),
                output: .string(limit: Self.longestOutput), error: .string(limit: Self.longestOutput))
            (status, module, told) = (result.terminationStatus, result.standardOutput, result.standardError)
        } catch {
            throw PluginFailure(
                code: "worker.bundle",
                message:
                    "Code is bundled with esbuild, which cannot be run (\(executable)). Run `make deps`, or install "
                    + "it and set ESBUILD in the plugin's settings to its path.")
        }
        guard status.isSuccess else {
            let errors = told.split(separator: "\n").compactMap { line in
                line.firstRange(of: "[ERROR] ").map { line[$0.upperBound...] }
            }
            throw PluginFailure(
                code: "worker.bundle",
                message: "The code cannot be bundled: \(errors.prefix(3).joined(separator: "; "))")
        }
        return module
    }
}
