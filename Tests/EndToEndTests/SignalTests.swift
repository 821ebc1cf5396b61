import Foundation
import TestSupport
import Testing

@Suite("Signals to a running server", .serialized, .timeLimit(.minutes(3)))
struct SignalTests {
    /// Those that stop a process are left out.
    private static let harmless: [Int32] =
        [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS]
        + [SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO, SIGPWR, SIGSTKFLT]
        + [SIGCHLD, SIGURG, SIGWINCH, SIGCONT] + Array(34...64)

    /// SIGQUIT is left out: shells start what runs in the background with it ignored.
    @Test("None but TERM, INT, QUIT and KILL ends it")
    func harmless() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url)
        let api = try APIClient(server, data: folder.url)
        for signal in Self.harmless {
            server.send(signal)
            #expect(try await api.send("GET", "/api/health").status == 200, "signal \(signal)")
        }
        #expect(server.identifier != nil)
        for signal in [SIGINT, SIGTERM] {
            let other = try TemporaryFolder()
            let ending = try await ServerProcess(data: other.url)
            ending.send(signal)
            #expect(try await ending.ended() == .exit(0), "signal \(signal)")
        }
        try await server.stop()
    }

    @Test("SIGHUP reads the log level anew; one that is not valid changes nothing")
    func reload() async throws {
        let folder = try TemporaryFolder()
        let level = try folder.write("warning\n", to: "level")
        let server = try await ServerProcess(
            data: folder.url.appending(path: "data"), environment: ["MILLRACE_LOG_LEVEL_FILE": level.path])
        let api = try APIClient(server, data: folder.url.appending(path: "data"))
        func lines() async throws -> Int {
            _ = try await api.call("GET", "/api/projects")
            return server.output.components(separatedBy: " info request ").count - 1
        }
        #expect(try await lines() == 0)
        try folder.write("info", to: "level")
        #expect(try await lines() == 0)
        server.send(SIGHUP)
        try await eventually("lines of requests") { try await lines() > 0 }
        try folder.write("loud", to: "level")
        server.send(SIGHUP)
        try await eventually("an error") {
            server.output.contains("The file for MILLRACE_LOG_LEVEL has no valid value")
        }
        #expect(!server.output.contains("loud"))
        let before = try await lines()
        // The line of a request may come after its response.
        try await eventually("another line") { try await lines() > before }
        try folder.write("error", to: "level")
        server.send(SIGHUP)
        try await eventually("silence") {
            let before = try await lines()
            return try await lines() == before
        }
        try await server.stop()
    }
}
