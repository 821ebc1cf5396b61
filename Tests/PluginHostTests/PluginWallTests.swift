import Confinement
import Foundation
import JSON
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite(
    "What a third party's plugin cannot do", .serialized, .timeLimit(.minutes(5)),
    .enabled(if: TestMachine.runs(with: ConfinementReport.probe().missing.isEmpty)))
struct PluginWallTests {
    /// Each on the server's own process, file or port.
    @Test(
        "It is refused",
        arguments: [
            "signal", "group", "trace", "memory", "environment", "folder", "kernel", "processes", "fork", "program",
            "outlive", "namespace", "ring", "memfd", "connect",
            "multipath", "datagram", "unix", "serve", "read", "list", "write", "remove", "execute",
            "mode", "proc-mode", "owner", "attribute", "watch", "hidden-memory", "undumpable", "pipe-owner",
        ])
    func refused(deed: String) async throws {
        let secret = try TemporaryFolder()
        try secret.write("secret", to: "master.key")
        let file = secret.url.appending(path: "master.key").path
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let port = try ListeningPort()
        defer { port.close() }
        let parameter =
            switch deed {
            case "signal", "group", "trace", "memory", "environment", "folder", "pipe-owner":
                "\(ProcessInfo.processInfo.processIdentifier)"
            case "connect", "multipath", "datagram": "\(port.number)"
            case "list": secret.url.path
            case "write": secret.url.path + "/new"
            default: file
            }
        try await withIntruder { plugin, host, _ in
            let answer = try await attempt(plugin, deed, parameter)
            #expect(answer?.hasPrefix("errno ") == true && answer != "errno 38", "\(answer ?? "nothing")")
            #expect(try FileManager.default.contentsOfDirectory(atPath: secret.url.path) == ["master.key"])
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "secret")
            #expect(try mode(of: file) == 0o600)
            #expect(await host.statuses().first?.state == .running)
        }
    }

    @Test("It reads and writes its own folder, and reads its own library")
    func own() async throws {
        try await withIntruder { plugin, host, folder in
            #expect(try await attempt(plugin, "write", folder + "/own") == "done")
            #expect(try await attempt(plugin, "read", folder + "/own") == "done")
            #expect(try await attempt(plugin, "remove", folder + "/own") == "done")
            let library = try #require(host.plugins.first).path
            #expect(try await attempt(plugin, "read", library) == "done")
            #expect(try await attempt(plugin, "write", library) != "done")
            let status = try #require(await host.statuses().first)
            #expect(status.confinement?.level == .full && status.confinement?.gaps == [])
        }
    }

    @Test("Files have neither the mode nor the time that it asks for")
    func modes() async throws {
        try await withIntruder { plugin, host, folder in
            #expect(try await attempt(plugin, "open-to-all", folder + "/own") == "done")
            #expect(try mode(of: folder + "/own") & 0o022 == 0)
            let library = try #require(host.plugins.first).path
            let before = try mode(of: library)
            _ = try await attempt(plugin, "library-mode", library)
            #expect(try mode(of: library) == before)
            let others = try TemporaryFolder()
            let old = Date(timeIntervalSince1970: 1_000_000)
            let file = try others.write("a", to: "file").path
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file)
            _ = try await attempt(plugin, "time", file)
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date == old)
        }
    }

    @Test("Files without a name and without content count", arguments: ["nameless", "mapped", "empty"])
    func hiddenSpace(deed: String) async throws {
        try await withIntruder(diskLimit: 4 << 20) { plugin, _, folder in
            let failure = await #expect(throws: PluginFailure.self) { try await attempt(plugin, deed, folder) }
            #expect(failure?.code == "plugin.disk", "\(String(describing: failure))")
        }
    }

    @Test("A folder that grows beyond the limit ends it, and no file becomes larger", arguments: ["many", "large"])
    func disk(deed: String) async throws {
        try await withIntruder(diskLimit: 4 << 20) { plugin, host, folder in
            let parameter = deed == "large" ? folder + "/large" : folder
            await #expect(throws: PluginFailure.self) {
                let answer = try await attempt(plugin, deed, parameter)
                // A file that is too large ends a process that handles no signal; the answer is another way.
                if answer != "done" { throw PluginFailure(code: "refused", message: "") }
            }
            let size = try FileManager.default.subpathsOfDirectory(atPath: folder).reduce(0) { sum, name in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                #expect((attributes[.size] as? Int ?? .max) <= 4 << 20)
                return sum + (attributes[.size] as? Int ?? 0)
            }
            #expect(size > 0)
        }
    }

    @Test("Threads without end end it")
    func threads() async throws {
        try await withIntruder { plugin, _, _ in
            let failure = await #expect(throws: PluginFailure.self) { try await attempt(plugin, "threads", "") }
            #expect(["plugin.threads", "plugin.memory"].contains(failure?.code))
        }
    }

    @Test("A flood of log lines is cut, and the log says so")
    func chatter() async throws {
        let log = LogRecorder()
        try await withIntruder(log: log) { plugin, _, _ in
            let answer = try await attempt(plugin, "chatter", "")
            #expect(answer == "done")
            let lines = log.lines
            #expect(lines.count { $0.contains("chatter") } < 5000)
            #expect(lines.contains { $0.contains("lines of it are dropped") })
        }
    }

    @Test("A link in place of its state is not followed")
    func link() async throws {
        let secret = try TemporaryFolder()
        try secret.write(#"{"seen":"secret"}"#, to: "secret.json")
        let data = try TemporaryFolder()
        let folder = data.url.appending(path: "hostile")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "state.json"), withDestinationURL: secret.url.appending(path: "secret.json"))
        let fixture = try PluginFixture()
        try await fixture.build("hostile.c", as: "hostile")
        let host = try fixture.host(dataDirectory: data.url.path, isolation: .process)
        await host.load()
        let plugin = try #require(host.plugins.first).connection
        #expect(try await plugin.call("hostile.recall", nil, deadline: .seconds(30)) { _, _ in } == .null)
        _ = try await plugin.call("hostile.remember", nil, deadline: .seconds(30)) { _, _ in }
        #expect(try await plugin.call("hostile.recall", nil, deadline: .seconds(30)) { _, _ in } == [1, 2])
        #expect(
            try String(contentsOf: secret.url.appending(path: "secret.json"), encoding: .utf8) == #"{"seen":"secret"}"#)
        await host.shutdown()
    }

    @Test("A library that is only looked at writes nothing")
    func inspection() async throws {
        let folder = try TemporaryFolder()
        let mark = folder.url.appending(path: "mark").path
        let fixture = try PluginFixture()
        try await fixture.build("intruder.c", as: "intruder", defining: ["LOAD_MARK=\"\(mark)\""])
        let host = try fixture.host(isolation: .process)
        await host.load()
        #expect(host.plugins.map(\.manifest.id) == ["intruder"])
        #expect(!FileManager.default.fileExists(atPath: mark))
        await host.shutdown()
    }

    private func withIntruder(
        diskLimit: Int = 1 << 30, log: LogRecorder = LogRecorder(),
        _ body: (any PluginConnection, PluginHost, _ folder: String) async throws -> Void
    ) async throws {
        let fixture = try PluginFixture()
        let data = try TemporaryFolder()
        try await fixture.build("intruder.c", as: "intruder")
        let host = try fixture.host(
            dataDirectory: data.url.path, isolation: .process, diskLimit: diskLimit, logger: log.logger)
        await host.load()
        try await body(
            try #require(host.plugins.first).connection, host, data.url.appending(path: "intruder").path)
        await host.shutdown()
    }

    private func mode(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func attempt(
        _ plugin: any PluginConnection, _ deed: String, _ parameter: String
    ) async throws -> String? {
        try await plugin.call("intruder.\(deed)", .string(parameter), deadline: .seconds(30)) { _, _ in }.string
    }
}
