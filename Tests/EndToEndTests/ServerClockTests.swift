import Foundation
import JSON
import TestSupport
import Testing

@Suite("A server whose wall clock is set while it runs", .timeLimit(.minutes(10)))
struct ServerClockTests {
    /// The library that moves the clock of a process, compiled.
    private static func library(in folder: TemporaryFolder) async throws -> URL {
        let library = folder.url.appending(path: "clock.so")
        let output = try await Command(
            "clang",
            ["-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library.path, PackageRoot.fixture("local/clock.c").path]
        ).run()
        try #require(output.status == 0, "\(output.stderr)")
        return library
    }

    @Test("Sleeps and retries keep their length, and a long wait goes on, back by an hour and forward by a day")
    func shifted() async throws {
        let folder = try TemporaryFolder()
        let (data, offset) = (folder.url.appending(path: "data"), folder.url.appending(path: "offset"))
        func shift(_ seconds: Int) throws { try Data("\(seconds)".utf8).write(to: offset) }
        try shift(0)
        let server = try await ServerProcess(
            data: data,
            environment: ["LD_PRELOAD": try await Self.library(in: folder).path, "CLOCK_FILE": offset.path])
        let api = try APIClient(server, data: data)
        let connection = JSONValue.string(try await api.localConnection())
        func deployed(_ name: String, _ code: String) async throws -> String {
            let (workflow, _) = try await api.workflow(named: name, LocalDocument.inline(name, code))
            _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", ["connectionId": connection])
            return workflow
        }
        let sleeping = try await deployed("Sleeps", "await step.sleep('s', '2 seconds'); return 1;")
        let retrying = try await deployed(
            "Retries",
            """
            return await step.do("s", { retries: { limit: 3, delay: "2 seconds", backoff: "constant" } }, async () => {
              if (!globalThis.failed) {
                globalThis.failed = true;
                throw new Error("once");
              }
              return 1;
            });
            """)
        let waiting = try await deployed(
            "Waits", "return (await step.waitForEvent('e', { type: 'go', timeout: '1 hour' })).payload;")
        func trigger(_ workflow: String) async throws -> String {
            try await api.call("POST", "/api/workflows/\(workflow)/trigger", ["connectionId": connection])["id"]?.string
                ?? ""
        }
        let wait = try await trigger(waiting)
        try await api.wait(for: ["waiting"], "/api/workflows/\(waiting)/runs/\(wait)")
        for seconds in [-3_600, 0, 86_400, 0] {
            // Some begin before the clock is set, and some after it.
            var runs = [(sleeping, try await trigger(sleeping)), (retrying, try await trigger(retrying))]
            try shift(seconds)
            runs.append((sleeping, try await trigger(sleeping)))
            for (workflow, run) in runs {
                let end = try await api.end(of: run, workflow)
                #expect(end["status"] == "complete", "\(seconds): \(end.text)")
            }
            let state = try await api.call("GET", "/api/workflows/\(waiting)/runs/\(wait)")
            #expect(state["status"] == "waiting", "\(seconds): \(state.text)")
        }
        _ = try await api.call("POST", "/api/workflows/\(waiting)/runs/\(wait)/events", ["type": "go", "payload": 7])
        #expect(try await api.end(of: wait, waiting)["output"] == 7)
        try await server.stop()
    }
}
