import JSON
import TestSupport
import Testing

@Suite("Waiting for sub-workflows by their events", .timeLimit(.minutes(10)))
struct SubWorkflowWaitTests {
    private static let states: JSONValue = [
        ["status": "running"], ["status": "running"], ["status": "complete", "output": 7],
    ]

    private func run(_ subscriptions: String?, timeout: Int = 300_000, states: JSONValue = Self.states) throws
        -> WorkerRun
    {
        var build = ProgramBuilder()
        let child = build.call(
            "child", .subWorkflow(workflow: "a", className: "A", input: nil, waits: true, timeout: timeout))
        let run = try WorkerRun(emit(build.program([child]))).workflow("WORKFLOW_A", states: states)
        return subscriptions.map(run.subscriptions) ?? run
    }

    @Test("A run that ends soon is known at once: no sleep and no further look")
    func soon() async throws {
        let outcome = try await run("end").replaying.run()
        #expect(outcome.result == 7 && outcome.json["replayed"] == 7, "\(outcome.json.text)")
        #expect(outcome.steps == ["child: id", "child", "child: status 1"])
        #expect(
            outcome.json["subscribed"] == [
                [
                    "filter": ["workflow_completed", "workflow_errored", "workflow_terminated"], "isDisposed": true,
                ]
            ])
    }

    @Test("Without events, or where they are refused, looks find the end", arguments: [nil, "fail"])
    func looks(subscriptions: String?) async throws {
        let outcome = try await run(subscriptions).run()
        #expect(outcome.result == 7)
        #expect(
            outcome.steps == [
                "child: id", "child", "child: status 1", "child: wait 1", "child: status 2", "child: wait 2",
                "child: status 3",
            ])
        #expect(outcome.json["steps"]?.array?.compactMap { $0["detail"]?.int } == [1_000, 2_000])
    }

    @Test("A run whose end does not come is given up in time, and so is its subscription")
    func late() async throws {
        let outcome = try await run("hang", timeout: 1_000, states: [["status": "running"]]).run()
        #expect(outcome.error?.contains("did not end within 1 seconds") == true, "\(outcome.json.text)")
        #expect(outcome.steps == ["child: id", "child", "child: status 1"])
        #expect(outcome.json["subscribed"]?.array?.map { $0["isDisposed"] } == [true])
    }

    @Test("The time that the first look waited counts, and the sleeps begin where it ended; replayed, too")
    func counted() async throws {
        let outcome = try await run("hang").replaying.run()
        #expect(outcome.result == 7 && outcome.json["replayed"] == 7, "\(outcome.json.text)")
        #expect(outcome.json["steps"]?.array?.compactMap { $0["detail"]?.int } == [30_000, 60_000])
        #expect(outcome.json["subscribed"]?.array?.count == 1)
    }
}
