import Foundation
import JSON
import TestSupport
import Testing

@Suite("A server whose Deno is gone for a while", .timeLimit(.minutes(10)))
struct LostDenoTests {
    @Test("Readiness names why it does not start, and that it is missing; runs wait, and end once it is back")
    func gone() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        var server = try await ServerProcess(data: data)
        var api = try APIClient(server, data: data)
        let body: JSONValue = ["connectionId": .string(try await api.localConnection())]
        let document = LocalDocument.steps(
            "Waits", ("A", "return 1;"), ("B", "await scheduler.wait(1500); return 2;"), ("C", "return 3;"))
        let (workflow, _) = try await api.workflow(named: "Waits", document)
        let path = "/api/workflows/\(workflow)"
        _ = try await api.call("POST", "\(path)/deploy", body)
        var runs: [String] = []
        for _ in 0..<10 { runs.append(try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? "") }
        try await server.killAtOnce()

        let deno = folder.url.appending(path: "deno")
        try FileManager.default.createSymbolicLink(atPath: deno.path, withDestinationPath: "/bin/false")
        server = try await ServerProcess(data: data, environment: ["MILLRACE_LOCAL_DENO": deno.path])
        api = try APIClient(server, data: data)
        let readiness = api
        func expect(_ code: String) async throws {
            try await eventually("the problem \(code)") {
                let answer = try await readiness.send("GET", "/api/ready")
                let codes = (answer.body["details"]?.array ?? []).map { $0["code"]?.string }
                return answer.status == 503 && codes.contains(code)
            }
        }
        try await expect("local.deno.failed")
        try FileManager.default.removeItem(at: deno)
        try await expect("local.deno.missing")
        // Requests that need no process are served.
        for run in runs {
            let state = try await api.call("GET", "\(path)/runs/\(run)")
            #expect(state["status"] != "errored", "\(state.text)")
        }
        try await server.stop()

        server = try await ServerProcess(data: data)
        api = try APIClient(server, data: data)
        for run in runs {
            let end = try await api.end(of: run, workflow)
            #expect(end["status"] == "complete" && end["output"] == 3, "\(end.text)")
        }
        let ready = api
        try await eventually("it is ready", equals: 200) { try await ready.send("GET", "/api/ready").status }
        try await server.stop()
    }
}
