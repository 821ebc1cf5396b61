import GRDB
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("What is told of a run's steps", .timeLimit(.minutes(3)))
struct StepHistoryTests {
    private static let program = LocalFixture.module(
        """
            const first: any = await step.do("first", async () => ({ total: 130 }));
            for (let i = 0; i < 2; i++) {
              await step.do(`round [${i}]`, async () => i);
            }
            await step.do("flaky", { retries: { limit: 5, delay: 5, backoff: "constant" } }, async (context: any) => {
              if (context.attempt < 3) throw new TypeError(`no ${context.attempt}`);
              return "x".repeat(3000);
            });
            await step.do("outer", async () => {
              await step.do("inner", async () => 1);
            });
            await step.waitForEvent("go", { type: "go" });
        """)

    /// Each line of the program is of the node that the step is named after.
    private static let lineMap = program.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
        index, line in
        LineMapping(
            line: index + 1,
            nodeId: ["first", "round", "flaky", "outer"].first { line.contains("(\"\($0)") || line.contains("`\($0)") })
    }

    private func deploy(to fixture: LocalFixture) async throws -> Deployed {
        try await fixture.deploy(Self.program, lineMap: Self.lineMap)
    }

    private func read(_ selection: StepSelection, of deployed: Deployed) async throws -> [RunStep] {
        try await deployed.runtime.steps(
            of: InstanceRequest(deployment: deployed.handle, instanceId: "r1", steps: selection))
    }

    private let all = StepSelection(limit: 100, longestValue: 1 << 20, longestValues: 1 << 20)

    @Test("Steps have their nodes, rounds, outputs and every attempt with its error, after a restart, too")
    func history() async throws {
        let folder = try TemporaryFolder()
        let (deployed, before) = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await deploy(to: fixture)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting && $0.waitingFor?.kind == .event }
            let steps = try await read(all, of: deployed)
            #expect(steps.map(\.name) == ["first", "round [0]", "round [1]", "flaky", "outer", "inner", "go"])
            #expect(steps.map(\.number) == Array(1...7))
            // What the code of a step asks for is a part of that step.
            #expect(steps.map(\.nodeId) == ["first", "round", "round", "flaky", "outer", "outer", nil])
            #expect(steps.map(\.rounds) == [[], [0], [1], [], [], [], nil])
            #expect(steps[0].output == ["total": 130] && steps[0].outputSize == 13)
            let flaky = try #require(steps[3].history)
            #expect(flaky.map(\.number) == [1, 2, 3] && steps[3].attempts == 3)
            #expect(flaky.map(\.error?.message) == ["no 1", "no 2", nil])
            #expect(flaky.map(\.error?.name) == ["TypeError", "TypeError", nil])
            for (earlier, later) in zip(flaky, flaky.dropFirst()) {
                #expect(earlier.startedAt <= earlier.endedAt ?? 0)
                #expect((earlier.endedAt ?? .max) + 5 <= later.startedAt)
            }
            #expect(flaky.last?.endedAt == steps[3].endedAt)
            #expect(
                steps[0].history == [
                    RunAttempt(number: 1, startedAt: steps[0].startedAt, endedAt: steps[0].endedAt)
                ])
            return (deployed, steps)
        }
        try await LocalFixture.with(folder: folder) { fixture in
            let after = try await read(all, of: deployed.at(fixture.runtime))
            #expect(after == before)
        }
    }

    @Test("A step that waits for its next attempt says when; its attempts go when the run is begun again")
    func nextAttempt() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.do("a", { retries: { limit: 3, delay: "1 hour" } }, async () => { throw new Error("no"); });
                    """)
            try await deployed.trigger("r1")
            let state = try await deployed.until("r1") { $0.waitingFor?.kind == .retry }
            let step = try #require(try await read(all, of: deployed).first)
            #expect(step.nextAttemptAt == state.waitingFor?.nextAttemptAt && step.status == .pending)
            #expect(step.history?.map(\.error?.message) == ["no"] && step.attempts == 1)
            _ = try await deployed.control("r1", .restart)
            _ = try await deployed.until("r1") { $0.waitingFor?.kind == .retry }
            #expect(try await read(all, of: deployed).first?.history?.count == 1)
        }
    }

    @Test("A page has the steps that are asked for, and values no larger than asked for, secrets masked")
    func selection() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    await step.do("a", async () => this.env.TOKEN + "!");
                    await step.do("b", async () => "x".repeat(100));
                    await step.do("c", async () => "y".repeat(100));
                    """), environment: ["TOKEN": "very-secret"], secrets: ["TOKEN"])
            _ = try await deployed.result()
            let page = try await read(
                StepSelection(after: 1, limit: 1, longestValue: 200, longestValues: 200), of: deployed)
            #expect(page.map(\.name) == ["b"] && page.first?.output?.string?.count == 100)
            let some = try await read(StepSelection(limit: 9, longestValue: 200, longestValues: 150), of: deployed)
            #expect(some.map { $0.output?.string?.count } == [4, 100, nil])
            #expect(some.first?.output == "***!" && some.last?.outputSize == 102)
            let small = try await read(StepSelection(limit: 9, longestValue: 20, longestValues: 1000), of: deployed)
            #expect(small.map { $0.output != nil } == [true, false, false])
            let plain = try await deployed.steps("r1")
            #expect(plain.allSatisfy { $0.output == nil } && plain.count == 3)
        }
    }

    @Test("Of a step the newest hundred failed attempts are kept")
    func bound() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        let id = InstanceID(service: "s", name: "r")
        let record = InstanceRecord(id: id, deploymentId: "d", params: "{}", createdAt: 0, status: .running, wakeAt: 0)
        try journal.write([.created(record)])
        let failure = StepFailure(name: "Error", message: "no")
        for number in 1...120 {
            let attempt = AttemptRecord(
                number: number, startedAt: Timestamp(number: number), endedAt: Timestamp(number: number),
                failure: failure)
            try journal.write([.attempt(1, step: 1, attempt)])
        }
        #expect(try await journal.attempts(of: id, steps: 1...1)[1]?.map(\.number) == Array(21...120))
        try journal.write([.rewound(1, to: 1)])
        #expect(try await journal.attempts(of: id, steps: 1...1).isEmpty)
    }

    @Test("A journal of an earlier release opens, and its runs go on")
    func earlierJournal() async throws {
        let folder = try TemporaryFolder()
        let deployed = try await LocalFixture.with(folder: folder) { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const a = await step.do("a", async () => 1);
                    await step.waitForEvent("go", { type: "go" });
                    return a;
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            return deployed
        }
        let journal = try DatabaseQueue(path: Journal.file(in: folder.url.appending(path: "data")).path)
        try await journal.write { database in
            try database.execute(
                sql: """
                    DROP TABLE attempt; ALTER TABLE step DROP COLUMN attemptedAt;
                    DELETE FROM grdb_migrations WHERE identifier = 'attempts that failed';
                    """)
        }
        try journal.close()
        try await LocalFixture.with(folder: folder) { fixture in
            let deployed = deployed.at(fixture.runtime)
            _ = try await deployed.until("r1") { $0.status == .waiting }
            #expect(try await read(all, of: deployed).map(\.output) == [1, nil])
            try await deployed.send("go", to: "r1")
            #expect(try await deployed.finished("r1").output == 1)
        }
    }
}
