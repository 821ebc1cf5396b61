import Foundation
import JSON
import TestSupport
import Testing

@Suite("A data folder can be moved", .timeLimit(.minutes(10)))
struct DataFolderPathTests {
    /// What Deno has compiled: it is under the names of files, and made again where it is missing.
    private static func isCache(_ path: String) -> Bool { path.hasPrefix("plugins/local/deno/") }

    @Test("No file in it has its path, after deploys, runs, resources and a restart, except Deno's cache")
    func paths() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "moved-away")
        for round in 0..<2 {
            let server = try await ServerProcess(data: data)
            let api = try APIClient(server, data: data)
            let connection = JSONValue.string(try await api.localConnection())
            let code = """
                await env.KV_STORE.put("key", "value");
                await env.DB.prepare("CREATE TABLE IF NOT EXISTS t (x)").run();
                await env.BUCKET.put("object", "value");
                if (event.payload.fails) throw new Error("fails");
                return import.meta.url.length;
                """
            let (workflow, _) = try await api.workflow(
                named: "Kept", LocalDocument.steps("Kept", ("A", code)),
                environment: [
                    "KV_STORE_BINDING_ID": "kv", "DB_BINDING_ID": "db", "BUCKET_BINDING_ID": "bucket",
                ])
            let path = "/api/workflows/\(workflow)"
            _ = try await api.call("POST", "\(path)/deploy", ["connectionId": connection])
            for fails in [true, false] {
                let body: JSONValue = ["connectionId": connection, "params": ["fails": .bool(fails)]]
                let run = try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? ""
                let end = try await api.end(of: run, workflow)
                #expect(end["status"]?.string == (fails ? "errored" : "complete"), "\(end.text)")
            }
            if round == 0 { try await server.killAtOnce() } else { try await server.stop() }
        }
        let needle = Data(data.path.utf8)
        var count = 0
        let files = try #require(FileManager.default.enumerator(atPath: data.path))
        while let name = files.nextObject() as? String {
            // What the server prints is the test's own file.
            guard !name.hasPrefix("server-"), !Self.isCache(name) else { continue }
            guard let content = FileManager.default.contents(atPath: data.appending(path: name).path) else { continue }
            count += 1
            #expect(content.range(of: needle) == nil, "\(name)")
            #expect(!name.contains("moved-away"))
        }
        #expect(count > 5)
    }
}
