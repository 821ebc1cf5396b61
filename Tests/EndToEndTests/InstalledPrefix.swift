import Foundation
import TestSupport

/// An installation below a prefix of its own, made of what the build has made.
struct InstalledPrefix: Sendable {
    let url: URL
    /// No program is found but those of the installation.
    let environment = ["PATH": "/no/such/folder", "MILLRACE_LOCAL_DENO": ""]

    var millrace: URL { url.appending(path: "bin/millrace") }

    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Only the executable.
    init(bare folder: TemporaryFolder) throws {
        url = folder.url.appending(path: "prefix")
        try FileManager.default.createDirectory(at: url.appending(path: "bin"), withIntermediateDirectories: true)
        // A symbolic link would lead to the build's folder, and what is there.
        do { try FileManager.default.linkItem(at: BuildProducts.millrace, to: millrace) } catch {
            // On another file system, or another mount of it.
            try FileManager.default.copyItem(at: BuildProducts.millrace, to: millrace)
        }
    }

    /// - Parameter nodes: Of its registry, by the names of their folders.
    init(_ folder: TemporaryFolder, nodes: [String]) async throws {
        try self.init(bare: folder)
        let names = ["libMillracePluginCloudflare.so", "libMillracePluginLocal.so"]
        for name in names {
            try link("lib/millrace/plugins/\(name)", to: BuildProducts.directory.appending(path: name))
        }
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? ""
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        try link("libexec/millrace/deno", to: URL(filePath: deno))
        let programs = path.split(separator: ":").map { "\($0)/esbuild" }
        guard let esbuild = programs.first(where: FileManager.default.isExecutableFile) else {
            throw Failed(description: "esbuild is not on the PATH.")
        }
        try link("libexec/millrace/esbuild", to: URL(filePath: esbuild))
        let key = folder.url.appending(path: "publisher.key").path
        _ = try await run("registry", "keygen", key)
        _ = try await run(
            "registry", "build", try BuildProducts.nodes(nodes, in: folder), "--output",
            url.appending(path: "share/millrace/registry").path, "--key", key)
        try Data(try await run("registry", "public-key", key).stdout.utf8).write(
            to: url.appending(path: "lib/millrace/registry.pub"))
    }

    /// A server of it.
    func serve(_ data: URL, _ arguments: [String] = []) async throws -> ServerProcess {
        try await ServerProcess(data: data, executable: millrace, arguments: arguments, environment: environment)
    }

    func run(_ arguments: String...) async throws -> Command.Output {
        let variables = environment.map { "\($0)=\($1)" }
        return try await Command("env", variables + [millrace.path] + arguments).run()
    }

    private func link(_ name: String, to target: URL) throws {
        let place = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: place, withDestinationURL: target)
    }
}
