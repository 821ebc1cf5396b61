import Foundation
import JSON
import TestSupport
import Testing

@Suite("millrace keys rotate, beside the real server", .serialized, .timeLimit(.minutes(20)))
struct KeyRotationTests {
    /// Begins a rotation and kills it once it has printed a line; it may have come further by then, or to its end.
    /// - Returns: Whether it was cut off.
    private func rotate(_ data: URL, killedAt line: String) async throws -> Bool {
        let log = data.appending(path: "rotate-\(UUID().uuidString).log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = BuildProducts.millrace
        process.arguments = ["keys", "rotate", "--data", data.path]
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        do {
            try await eventually("the line \"\(line)\", or the end") {
                try !process.isRunning || String(contentsOf: log, encoding: .utf8).contains(line)
            }
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
        kill(process.processIdentifier, SIGKILL)
        try await eventually("the rotation has ended") { !process.isRunning }
        return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
    }

    @Test(
        "It is refused while a server runs; killed again and again, it comes to its end, and secrets are as they were")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url)
        let api = try APIClient(server, data: folder.url)
        let key = folder.url.appending(path: "master.key")
        let first = try String(contentsOf: key, encoding: .utf8)
        let (workflow, _) = try await api.workflow(
            named: "Secrets", JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/environment.json"))))
        // Enough for many transactions.
        let plain = ["BASE", "STAGE", "REGION", "REGIONS"].map { name -> JSONValue in
            ["name": .string(name), "value": "http://127.0.0.1", "isSecret": false]
        }
        let secrets = (0..<2000).map { index -> JSONValue in
            ["name": .string("SECRET_\(index)"), "value": .string("value \(index)"), "isSecret": true]
        }
        _ = try await api.call("PATCH", "/api/workflows/\(workflow)", ["envVars": .array(plain + secrets)])
        let refused = try await Command(
            executable: BuildProducts.millrace, arguments: ["keys", "rotate", "--data", folder.url.path]
        ).run()
        #expect(refused.status != 0 && refused.stderr.contains("in use by a running server"))
        #expect(try String(contentsOf: key, encoding: .utf8) == first)
        try await server.stop()

        var cuts = 0
        for line in ["A new key was created.", "Sealed 200", "Sealed 600", "Everything is sealed"] {
            if try await rotate(folder.url, killedAt: line) { cuts += 1 }
        }
        #expect(cuts > 0, "Each rotation came to its end before it was killed.")
        let last = try await Command(
            executable: BuildProducts.millrace, arguments: ["keys", "rotate", "--data", folder.url.path]
        ).run()
        #expect(last.status == 0, "\(last.stderr)")
        #expect(try String(contentsOf: key, encoding: .utf8) != first)
        #expect(!FileManager.default.fileExists(atPath: key.path + ".next"))
        let next = try await ServerProcess(data: folder.url)
        let client = try APIClient(next, data: folder.url)
        // A masked value that is sent back is opened and kept; a deploy opens them all.
        let deployed = try await client.call(
            "POST", "/api/workflows/\(workflow)/deploy", ["connectionId": .string(try await client.localConnection())])
        #expect(deployed["status"] == "active")
        try await next.stop()
    }
}
