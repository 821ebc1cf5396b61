import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `millrace plugin dev`: an author edits, and a running server has the result.
struct PluginDevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Builds a plugin when its files change, and reloads it in a running server.",
        discussion: """
            Start the server with the library's folder in --plugins, and use a key of its first organization. The \
            output of the build, the library's check and the server is printed.
            """)

    @Argument(help: "The library that the build produces.")
    var library: String

    @Option(help: "The command that builds it, executed by sh.")
    var build = "make"

    @Option(help: "The folder whose files are watched, and in which the build runs.")
    var folder = "."

    @Flag(help: "Build and reload once; exit with 1 when that fails.")
    var once = false

    @OptionGroup var server: ServerOptions

    private static let pause = Duration.milliseconds(300)

    func run() async throws {
        let client = try server.client()
        var last: SourceStamp?
        while true {
            let stamp = SourceStamp(of: folder, without: library)
            if stamp != last {
                let isDone = await reload(client)
                // Into a pipe, too, at once.
                fflush(nil)
                if once { throw ExitCode(isDone ? 0 : 1) }
                // The build may have written beside its sources.
                last = SourceStamp(of: folder, without: library)
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: Whether the server runs what was built.
    private func reload(_ client: RESTClient) async -> Bool {
        Terminal.print("Building: \(build)")
        fflush(nil)
        guard runBuild() == 0 else { return tell("The build failed.") }
        let outcome = await PluginChecker(executable: PluginConfiguration.executable, patience: .seconds(10))
            .check([library]).first
        let id: String
        switch outcome {
        case .success(let manifest): id = manifest["id"]?.string ?? ""
        case .failure(let refusal): return tell("\(refusal)")
        case nil: return tell("The library was not checked.")
        }
        do {
            let plugins = try await restart(id, client)
            for plugin in plugins {
                let state = plugin["state"]?.string ?? ""
                Terminal.print("\(id) \(plugin["version"]?.string ?? ""): \(state) \(plugin["reason"]?.string ?? "")")
            }
            return plugins.contains { $0["state"] == "running" || $0["state"] == "idle" }
        } catch { return tell("\(error)") }
    }

    /// A library that the server refused is known by its file's name.
    private func restart(_ id: String, _ client: RESTClient) async throws -> [JSONValue] {
        let file = URL(filePath: library).lastPathComponent
        do { return try await client.post("/api/plugins/\(id)/restart")["data"]?.array ?? [] } catch let refusal
            as RESTClient.Refusal where refusal.status == 404
        {
            return try await client.post("/api/plugins/\(file)/restart")["data"]?.array ?? []
        }
    }

    private func runBuild() -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", build]
        process.currentDirectoryURL = URL(filePath: folder)
        do { try process.run() } catch { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func tell(_ problem: String) -> Bool {
        Terminal.print(problem)
        return false
    }
}
