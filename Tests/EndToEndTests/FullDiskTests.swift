import Foundation
import JSON
import TestSupport
import Testing

/// The data folder is a file system of its own that fills up: SQLite, the journal and the server on a disk without room.
@Suite(
    "A disk that is full, below the real server", .timeLimit(.minutes(10)),
    .enabled(if: BoundedServer.canMount, "This user may not mount a file system in a namespace of its own."))
struct FullDiskTests {
    /// Writes until nothing fits.
    private static func fill(_ file: URL) throws {
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var piece = [UInt8](repeating: 0, count: 65_536)
        while !piece.isEmpty {
            if write(descriptor, piece, piece.count) <= 0 { piece.removeLast(max(1, piece.count / 2)) }
        }
    }

    @Test("Writes are 507, it is not ready, lists and runs are read; what was acknowledged ends once there is room")
    func full() async throws {
        let folder = try TemporaryFolder()
        let outside = folder.url.appending(path: "data")
        let (server, data) = try await BoundedServer.start(data: outside, diskMegabytes: 160, in: folder)
        let api = try APIClient(server, data: data)
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        let document = LocalDocument.steps(
            "Kept", ("A", "return 'x'.repeat(2000);"), ("B", "await scheduler.wait(2000); return 2;"),
            ("C", "return 3;"))
        let (workflow, _) = try await api.workflow(named: "Kept", document)
        let path = "/api/workflows/\(workflow)"
        _ = try await api.call("POST", "\(path)/deploy", body)
        let done = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        _ = try await api.end(of: done, workflow)
        var acknowledged: [String] = []
        for _ in 0..<20 { acknowledged.append(try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? "") }

        let filler = data.appending(path: "filler")
        try Self.fill(filler)
        // Pages that are free, and what checkpoints give back, may take some writes yet.
        try await eventually("a write is refused", within: .seconds(60)) {
            let answer = try await api.send("POST", "\(path)/trigger", body)
            if let id = answer.body["id"]?.string, answer.status == 201 { acknowledged.append(id) }
            try? Self.fill(data.appending(path: "filler-\(UUID().uuidString)"))
            return answer.status == 507
        }
        let refused = try await api.send("PATCH", path, ["description": .string(String(repeating: "x", count: 9_000))])
        #expect(refused.status == 507 && refused.body["code"]?.string != nil, "\(refused.body.text)")
        let readiness = try await eventually("it is not ready", satisfies: { $0.status == 503 }) {
            try await api.send("GET", "/api/ready")
        }
        #expect(readiness.body["details"]?.array?.isEmpty == false, "\(readiness.body.text)")
        #expect(try await api.call("GET", "/api/runs?limit=5")["data"]?.array?.count == 5)
        #expect(try await api.call("GET", "\(path)/runs/\(done)")["status"] == "complete")
        #expect(server.identifier != nil)

        for name in try FileManager.default.contentsOfDirectory(atPath: data.path) where name.hasPrefix("filler") {
            try FileManager.default.removeItem(at: data.appending(path: name))
        }
        for run in acknowledged {
            let end = try await api.end(of: run, workflow)
            #expect(end["status"] == "complete" && end["output"] == 3, "\(end.text)")
        }
        try await eventually("it is ready", equals: 200) { try await api.send("GET", "/api/ready").status }
        let again = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
        #expect(try await api.end(of: again, workflow)["status"] == "complete")
        // Nothing that was refused is a run.
        let listed = try await api.call("GET", "\(path)/runs?limit=100&status=queued,running,waiting")["data"]?.array
        #expect(listed?.isEmpty == true, "\(listed ?? [])")
        try await server.stop()
    }
}
