import FoundationEssentials
import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Parses templates and checks their types and default exports, with Deno and without a network.
package struct TemplateReview: Sendable {
    private let manifest: Manifest
    private let deno: String

    /// - Parameter deno: The executable, or its name on the path.
    package init(_ manifest: Manifest, deno: String) {
        self.manifest = manifest
        self.deno = deno
    }

    /// - Returns: What is wrong, by template.
    /// - Throws: ``TemplateTestError`` when Deno cannot be run.
    package func problems() async throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try LibraryFiles.write(to: folder.path)
        var problems: [String] = []
        for template in manifest.templates {
            let file = folder.appending(path: "template.ts")
            try Data(template.source.utf8).write(to: file)
            try Data(Self.use.utf8).write(to: folder.appending(path: "use.ts"))
            // The types of packages are not here.
            let output =
                hasPackages(template)
                ? try await run(["fmt", "--quiet", file.path], in: folder)
                : try await run(
                    [
                        "check", "--quiet", "--no-remote",
                        "--config=\(folder.appending(path: LibraryFiles.configuration).path)",
                        folder.appending(path: "use.ts").path,
                    ], in: folder)
            guard let output else { continue }
            problems.append(
                "The template of the node \"\(template.node)\" \(template.version) for \"\(template.target)\": \(output)"
            )
        }
        return problems
    }

    /// What is called has to be there, and has to accept what it is called with.
    private static let use = """
        import template from "./template.ts";
        // deno-lint-ignore no-explicit-any
        export const run: (env: any, params: any, call: any) => unknown = template;

        """

    private func hasPackages(_ template: NodeTemplate) -> Bool {
        manifest.nodes.contains {
            $0.id == template.node && $0.version == template.version && $0.dependencies?.isEmpty == false
        }
    }

    /// - Returns: What it reports; `nil` when nothing is wrong.
    private func run(_ arguments: [String], in folder: URL) async throws -> String? {
        let executable: Executable = deno.contains("/") ? .path(FilePath(deno)) : .name(deno)
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                executable, arguments: Arguments(arguments),
                environment: .inherit.updating(["NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"]),
                output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        } catch {
            throw TemplateTestError.deno("\(error)")
        }
        if case .exited(0) = result.terminationStatus { return nil }
        let lines = result.standardError.replacing("file://\(folder.path)/", with: "").split(separator: "\n")
        return lines.joined(separator: "\n")
    }
}
