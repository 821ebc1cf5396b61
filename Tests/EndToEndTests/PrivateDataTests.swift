import Foundation
import JSON
import TestSupport
import Testing

@Suite("What the server keeps on disk is for its user alone", .serialized, .timeLimit(.minutes(5)))
struct PrivateDataTests {
    private static let document: JSONValue = LocalDocument.steps(
        "Kept", ("A", "await env.KV_STORE.put('key', 'value'); return 1;"), ("B", "return 2;"))

    /// Files that others may reach, with their modes.
    private static func open(in folder: URL) async throws -> [String] {
        let arguments = [folder.path, "!", "-type", "l", "-perm", "/077", "-printf", "%P %m\\n"]
        return try await Command("find", arguments).run().stdout.split(separator: "\n").map(String.init)
    }

    @Test("Every file is 0600 in a folder of 0700: databases with what SQLite keeps beside them, plugins, and a backup")
    func modes() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data)
        let api = try APIClient(server, data: data)
        let (workflow, _) = try await api.workflow(
            named: "Kept", Self.document, environment: ["KV_STORE_BINDING_ID": "kept"])
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", body)
        let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", body)["id"]?.string ?? ""
        #expect(try await api.end(of: run, workflow)["status"] == "complete")
        for name in ["millrace.sqlite", "millrace.sqlite-wal", "millrace.sqlite-shm", "plugins/local"] {
            #expect(FileManager.default.fileExists(atPath: data.appending(path: name).path), "\(name)")
        }
        #expect(try await Self.open(in: data) == [])
        let copy = folder.url.appending(path: "copy")
        let backup = try await Command(
            "sh",
            ["-c", "umask 000; \"$0\" \"$@\"", BuildProducts.millrace.path, "backup", copy.path, "--data", data.path]
        ).run()
        #expect(backup.status == 0, "\(backup)")
        #expect(try await Self.open(in: copy) == [])
        try await server.stop()
    }

    @Test(
        "A start names what others can reach and goes no further, until the doctor has closed it",
        arguments: ["", "master.key", "millrace.sqlite", "plugins/local"])
    func refusal(name: String) async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        // A folder that somebody has made is taken over at the first start.
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        chmod(data.path, 0o755)
        try await ServerProcess(data: data).stop()
        #expect(try await Self.open(in: data) == [])
        let path = name.isEmpty ? data.path : data.appending(path: name).path
        chmod(path, name.contains(".") ? 0o640 : 0o755)
        let error = await #expect(throws: ServerProcess.DidNotStart.self) { _ = try await ServerProcess(data: data) }
        let mode = name.contains(".") ? "640" : "755"
        #expect(error?.description.contains("Other users can access \(path) (mode \(mode))") == true, "\(error as Any)")
        #expect(error?.description.contains("exit(65)") == true, "\(error as Any)")
        let repair = try await Command(
            executable: BuildProducts.millrace, arguments: ["doctor", "--data", data.path, "--repair"]
        ).run()
        #expect(repair.status == 0, "\(repair)")
        try await ServerProcess(data: data).stop()
    }

    @Test("The first key is printed on a terminal, and where there is none only its file has it")
    func firstKey() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data)
        func key(_ data: URL) throws -> String {
            try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try !server.output.contains(key(data)) && !server.output.contains("ask_"))
        #expect(server.output.contains("First start. Your API key is in \(data.path)/initial-api-key."))
        try await server.stop()

        let terminal = try Terminal()
        let second = folder.url.appending(path: "second")
        let program = try await RunningProgram(
            executable: BuildProducts.millrace, arguments: ["serve", "--data", second.path, "--port", "0"],
            output: terminal.path)
        try await eventually("the server to listen") { terminal.text.contains("listens on") }
        #expect(try terminal.text.contains(key(second)))
        program.send(SIGTERM)
        try await program.wait()
    }
}

/// A terminal whose other end a test reads.
private final class Terminal: Sendable {
    let path: URL
    private let end: Int32
    /// What was read is kept in a file: reading is all that a test does with it.
    private let file = try? TemporaryFolder()

    init() throws {
        end = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        // TIOCSPTLCK and TIOCGPTN of Linux (ioctl_tty(2)): unlocks the other end, and tells its number.
        var (lock, number): (Int32, Int32) = (0, 0)
        guard end >= 0, ioctl(end, 0x4004_5431, &lock) == 0, ioctl(end, 0x8004_5430, &number) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        path = URL(filePath: "/dev/pts/\(number)")
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }

    deinit { close(end) }

    /// Everything that was written so far.
    var text: String {
        guard let log = file?.url.appending(path: "log") else { return "" }
        var all = (try? Data(contentsOf: log)) ?? Data()
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(end, &piece, piece.count)
            guard count > 0 else { break }
            all += piece.prefix(count)
        }
        try? all.write(to: log)
        return String(decoding: all, as: UTF8.self)
    }
}
