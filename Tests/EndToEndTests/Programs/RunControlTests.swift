import JSON
import Testing

@Suite("Runs that are paused, terminated, deleted or replaced", .programServer(.local), .timeLimit(.minutes(20)))
struct RunControlTests {
    @Test("A paused run keeps an event; resumed it has the event once, terminated it executes nothing more")
    func pausedRunKeepsEvents() async throws {
        let program = try await DeployedProgram("event-while-paused")
        let runs = [try await program.trigger(), try await program.trigger()]
        for run in runs {
            try await program.begun(run)
            #expect(try await program.api.call("POST", "\(run)/pause")["status"] == "paused")
            _ = try await program.api.call("POST", "\(run)/events", ["type": "go", "payload": ["n": 1]])
            #expect(try await program.api.call("GET", run)["status"] == "paused")
        }
        _ = try await program.api.call("POST", "\(runs[0])/resume")
        _ = try await program.api.call("POST", "\(runs[1])/terminate")
        let resumed = try await program.end(runs[0])
        #expect(resumed["output"] == ["n": 1], "\(resumed.text)")
        let terminated = try await program.api.call("GET", runs[1])
        #expect(terminated["status"] == "terminated" && terminated["output"] == .null, "\(terminated.text)")
        for action in ["resume", "pause", "terminate"] {
            #expect(try await program.api.send("POST", "\(runs[1])/\(action)").status == 409)
        }
    }

    @Test("A terminated run's code makes no further request")
    func terminatedCodeIsCut() async throws {
        let program = try await DeployedProgram("terminate-running-step")
        let run = try await program.trigger()
        try await program.begun(run)
        _ = try await program.api.call("POST", "\(run)/terminate")
        // The code makes its request ten seconds after it began: that of the run after it would be the second.
        let later = try await program.trigger()
        #expect(try await program.end(later)["status"] == "complete")
        #expect(program.requests("/echo/term-@ID@") == 1)
        #expect(try await program.api.call("GET", run)["status"] == "terminated")
    }

    @Test("A deleted workflow's sleeping run executes no further step")
    func deletedWorkflowStops() async throws {
        let program = try await DeployedProgram("delete-running")
        let run = try await program.trigger()
        try await program.begun(run)
        #expect(try await program.api.bytes("DELETE", program.path).status < 300)
        // One that sleeps as long, and begins later.
        let other = try await DeployedProgram("delete-running")
        #expect(try await other.end(other.trigger())["status"] == "complete")
        #expect(other.requests("/echo/del-@ID@") == 1)
        #expect(program.requests("/echo/del-@ID@") == 0)
        #expect(try await program.api.send("GET", run).status == 404)
    }

    @Test("Each run ends by the version that it began with")
    func runsKeepTheirVersion() async throws {
        let program = try await DeployedProgram("redeploy-running")
        let old = try await program.trigger()
        try await program.begun(old)
        try await program.deploy(1)
        let new = try await program.trigger()
        #expect(try await program.end(old)["output"] == "old")
        #expect(try await program.end(new)["output"] == "new")
    }

    @Test("Forty triggers at once start forty runs, each with its own params")
    func concurrentTriggers() async throws {
        let program = try await DeployedProgram("concurrent-triggers")
        let outputs = try await withThrowingTaskGroup(of: (Int, JSONValue).self) { group in
            for n in 0..<40 {
                group.addTask { (n, try await program.end(program.trigger(["n": .int(n)]))["output"] ?? .null) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(outputs.count == 40)
        for (n, output) in outputs { #expect(output == .int(n * 2)) }
    }
}
