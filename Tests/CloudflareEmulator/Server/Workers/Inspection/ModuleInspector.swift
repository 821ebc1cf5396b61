import Foundation
import JSON
import LocalRuntime
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Loads uploaded modules as the API does before it takes them.
actor ModuleInspector {
    private let deno: URL
    private let folder: URL
    private let imports: [String: URL]
    private var known: [String: ModuleExports] = [:]

    /// - Parameter imports: The modules of the platform.
    init(deno: URL, folder: URL, imports: [String: URL]) throws {
        self.deno = deno
        self.folder = folder
        self.imports = imports
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(PackageResources.inspect_ts).write(to: folder.appending(path: "inspect.ts"))
        // The modules of the local runtime that it imports.
        for name in ["node-modules.ts", "cloudflare-workflows.ts"] {
            try Data(ShimFiles.contents[name] ?? []).write(to: folder.appending(path: name))
        }
    }

    /// - Parameters:
    ///   - main: The file of the main module, beside the others.
    ///   - etag: Of all modules: what is known already is not loaded again.
    func exports(of main: URL, etag: String) async throws -> ModuleExports {
        if let exports = known[etag] { return exports }
        let importMap = folder.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: importMap) }
        var map = JSONObject(imports.map { ($0.key, .string($0.value.absoluteString)) })
        map["emulator:worker"] = .string(main.absoluteString)
        try Data(JSONValue.object(["imports": .object(map)]).bytes).write(to: importMap)
        let usesNode = try String(contentsOf: main, encoding: .utf8).contains("node:")
        let output = try await run(importMap, usesNode ? ["node"] : [])
        guard let result = try? JSONValue(parsing: output.stdout) else {
            throw APIError.invalid("The module could not be loaded: \(output.stderr)", code: 10021)
        }
        if let error = result["error"]?.string {
            let message = error.replacing(main.deletingLastPathComponent().absoluteString, with: "")
            throw APIError.invalid("Uncaught \(message)", code: 10021)
        }
        let exports: ModuleExports = try result.decode()
        known[etag] = exports
        return exports
    }

    /// - Parameter flags: What the script is told.
    private func run(_ importMap: URL, _ flags: [String]) async throws -> (stdout: String, stderr: String) {
        let arguments =
            [
                "run", "--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--no-check",
                "--import-map=\(importMap.path)", folder.appending(path: "inspect.ts").path,
            ] + flags
        let result = try await Subprocess.run(
            .path(FilePath(deno.path)), arguments: Arguments(arguments),
            environment: .custom(["DENO_DIR": folder.appending(path: "deno").path, "NO_COLOR": "1"]),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (result.standardOutput, result.standardError)
    }
}
