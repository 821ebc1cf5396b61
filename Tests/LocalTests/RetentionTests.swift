import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("Runs that are kept", .timeLimit(.minutes(3)))
struct RetentionTests {
    private static let day = Duration.seconds(86_400)
    private static let program = """
        console.log("here");
        await step.do("a", async () => 1);
        await step.sleep("s", event.payload.length);
        return "done";
        """

    @Test("A run is forgotten thirty days after its end, with its steps and logs; what goes on stays")
    func runIsRemovedAfterRetention() async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(configure: {
            $0.clock = clock.clock
            $0.longestNap = .milliseconds(20)
        }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            _ = try await deployed.result("old", params: ["length": 1])
            try await deployed.trigger("ended", params: ["length": .int(90 * 86_400_000)])
            try await deployed.control("ended", .terminate)
            try await deployed.trigger("long", params: ["length": .int(90 * 86_400_000)])
            _ = try await deployed.until("long") { $0.status == .waiting }
            clock.advance(by: Self.day * 29)
            _ = try await deployed.result("new", params: ["length": 1])
            #expect(try await deployed.state("old").output == "done")
            clock.advance(by: Self.day * 2)
            for id in ["old", "ended"] {
                try await eventually("run \(id) is removed") { (try? await deployed.state(id)) == nil }
                #expect(try await deployed.steps(id).isEmpty)
                #expect(try await deployed.logs(id).isEmpty)
            }
            #expect(try await deployed.state("new").output == "done")
            #expect(try await deployed.logs("new").count >= 1)
            #expect(try await deployed.state("long").status == .waiting)
            // The id is free again.
            #expect(try await deployed.result("old", params: ["length": 1]).output == "done")
            #expect(try await deployed.steps("old").count == 2)
        }
    }

    @Test("A run that is restarted counts from its next end; without retention nothing goes", arguments: ["30", "0"])
    func restartedRunIsKept(days: String) async throws {
        let clock = JumpingClock()
        try await LocalFixture.with(
            settings: ["RETENTION": days],
            configure: {
                $0.clock = clock.clock
                $0.longestNap = .milliseconds(20)
            }
        ) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            _ = try await deployed.result("r1", params: ["length": 1])
            clock.advance(by: Self.day * (days == "0" ? 400 : 29))
            try await deployed.control("r1", .restart)
            #expect(try await deployed.finished("r1").output == "done")
            clock.advance(by: Self.day * (days == "0" ? 400 : 29))
            // Others go on meanwhile, and the clock is looked at.
            _ = try await deployed.result("r2", params: ["length": 1])
            #expect(try await deployed.steps("r1").count == 2)
        }
    }
}
