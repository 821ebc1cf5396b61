import Foundation
import TestSupport
import Testing

@Suite("Plugins that hang when the server is gone", .timeLimit(.minutes(4)))
struct PluginOrphanTests {
    @Test(
        "Their processes end by themselves after a kill of the real server",
        arguments: [
            (2, "check", nil), (6, "plugin-host", "hangs"), (7, "plugin-host", "loops for ever"),
        ])
    func orphans(behavior: Int, command: String, line: String?) async throws {
        let fixture = try PluginFixture()
        let library = try await fixture.build("hostile.c", as: "hostile", defining: ["HOSTILE_LOAD=\(behavior)"])
        let log = fixture.folder.url.appending(path: "server.log")
        let server = try await RunningProgram(
            executable: BuildProducts.millrace,
            arguments: [
                "serve", "--data", fixture.folder.url.appending(path: "data").path, "--port", "0", "--plugins",
                fixture.folder.url.path,
            ], environment: ["MILLRACE_LOCAL_PORT": "0"], output: log)
        try await eventually("a process of the server loads the library") {
            processes(of: library).contains { $0.arguments.contains(command) && isLoaded(library, in: $0.id) }
        }
        if let line {
            try await eventually("\(line) in the log") { try String(contentsOf: log, encoding: .utf8).contains(line) }
        }
        server.send(SIGKILL)
        try await server.wait()
        try await eventually("no process is left") { processes(of: library).isEmpty }
    }

    @Test("plugin check of a library that hangs, or crashes, says so, and goes on with the others")
    func check() async throws {
        let fixture = try PluginFixture()
        let hanging = try await fixture.build("hostile.c", as: "a", defining: ["HOSTILE_LOAD=2"])
        let crashing = try await fixture.build("hostile.c", as: "b", defining: ["HOSTILE_LOAD=1"])
        let good = try await fixture.build("probe.c", as: "c")
        let output = try await Command(
            executable: BuildProducts.millrace,
            arguments: ["plugin", "check", "--patience", "10", hanging, crashing, good]
        ).run()
        let lines = output.stdout.split(separator: "\n")
        #expect(output.status == 1 && lines.count == 3, "\(output)")
        #expect(lines.first?.contains("hangs while it is loaded") == true)
        #expect(lines.dropFirst().first?.contains("crashes while it is loaded (signal 6)") == true)
        #expect(lines.last?.contains("probe 1.0.0") == true)
        try await eventually("no process is left") {
            [hanging, crashing, good].allSatisfy { processes(of: $0).isEmpty }
        }
    }

    @Test("A process that a plugin leaves behind holds up nobody, and goes when the server lets go of it")
    func left() async throws {
        let fixture = try PluginFixture()
        let library = try await fixture.build("hostile.c", as: "hostile", defining: ["HOSTILE_LOAD=4"])
        let output = try await Command(
            executable: BuildProducts.millrace, arguments: ["plugin", "check", library]
        ).run()
        #expect(output.stdout.contains("crashes while it is loaded (signal 6)"))
        try await eventually("no process is left") { processes(of: library).isEmpty }
    }

    private struct Process {
        let id: String
        let arguments: [String]
    }

    /// Those that have the library among their arguments.
    private func processes(of library: String) -> [Process] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int32($0) != nil }.compactMap { id in
            let bytes = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            let arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return arguments.contains(library) ? Process(id: id, arguments: arguments) : nil
        }
    }

    private func isLoaded(_ library: String, in process: String) -> Bool {
        // The file manager reads no more than the first page of such a file.
        let maps = try? FileHandle(forReadingAtPath: "/proc/\(process)/maps")?.readToEnd()
        return maps?.range(of: Data(library.utf8)) != nil
    }
}
