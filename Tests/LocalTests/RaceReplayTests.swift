import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Races and arms that fail, over interruptions", .timeLimit(.minutes(4)))
struct RaceReplayTests {
    /// What arms of a race do: the first one loses, each in a way of its own.
    enum Loser: String, CaseIterable, Sendable {
        case slowStep, sleepThenStep, waitThenStep, longRetry
    }

    private static func race(_ loser: Loser) throws -> String {
        var program = EmittedProgram()
        let first: [Statement] =
            switch loser {
            case .slowStep:
                [
                    program.step(
                        "slow", "await new Promise((r) => setTimeout(r, 1_600)); console.log('slow'); return 'slow';")
                ]
            case .sleepThenStep:
                [
                    program.call("rest", .sleep(.literal(1_200))),
                    program.step("slow", "console.log('slow'); return 'slow';"),
                ]
            case .waitThenStep:
                [
                    program.call("wait", .waitForEvent(eventType: "go", timeout: 1_200)),
                    program.step("slow", "console.log('slow'); return 'slow';"),
                ]
            case .longRetry:
                [program.step("slow", "if (ctx.attempt > 1) console.log('slow'); throw new Error('again');", limit: 50)]
            }
        let fast = program.step("fast", "await new Promise((r) => setTimeout(r, 30)); return 'fast';")
        let node = program.node("first")
        let race = Statement.race(
            node: node, arms: [Block(statements: first, value: nil), program.block(fast)])
        let taken = program.step("taken", "console.log('taken'); return first;")
        let pause = program.call("pause", .sleep(.literal(2_500)))
        let end = program.step("end", "return [first, taken, slow ?? null];")
        return try program.source(race, taken, pause, end)
    }

    @Test(
        "Interrupted at any point after the winner is recorded, a run follows the same arm, and the other begins nothing",
        arguments: Loser.allCases, ["first: winner", "taken", "pause"])
    func lostArmStaysLostAfterReplay(loser: Loser, point: String) async throws {
        try await LocalFixture.with { first in
            let deployed = try await first.deploy(Self.race(loser))
            try await deployed.trigger("r1")
            try await eventually("step \(point) begins") {
                try await deployed.steps("r1").contains { $0.name == point }
            }
            let before = first.recorder.count("slow")
            try killAll(await first.runtime.processIds)
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder) { second in
                let again = deployed.at(second.runtime)
                let end = try await again.finished("r1")
                #expect(end.output == ["fast", "fast", nil])
                // The attempt that ran when the race was won may have printed before; none does later.
                #expect(first.recorder.count("slow") <= before + 1)
                #expect(second.recorder.count("slow") == 0)
                #expect(first.recorder.count("taken") + second.recorder.count("taken") >= 1)
            }
        }
    }

    @Test("Without an interruption, too, an arm that lost begins no step and takes no event")
    func lostArmBeginsNothing() async throws {
        try await LocalFixture.with { fixture in
            var program = EmittedProgram()
            let wait = program.call("wait", .waitForEvent(eventType: "go", timeout: 3_600_000))
            let late = program.step("late", "console.log('late'); return 'late';")
            let fast = program.step("fast", "return 'fast';")
            let race = Statement.race(
                node: program.node("first"), arms: [program.block(wait, late), program.block(fast)])
            let next = program.call("next", .waitForEvent(eventType: "go", timeout: 3_600_000))
            let end = program.step("end", "return [first, next.payload, wait ?? null];")
            let deployed = try await fixture.deploy(program.source(race, next, end))
            try await deployed.trigger("r1")
            try await eventually("step next begins") { try await deployed.steps("r1").contains { $0.name == "next" } }
            try await deployed.send("go", to: "r1", 7)
            #expect(try await deployed.finished("r1").output == ["fast", 7, nil])
            #expect(fixture.recorder.count("late") == 0)
            let lost = try await deployed.steps("r1").first { $0.name == "wait" }
            #expect(lost?.status == .cancelled)
        }
    }

    @Test("A race in a loop is recorded in every round; an arm that throws wins with its error, also after a replay")
    func eachRoundOfALoopIsRecorded() async throws {
        try await LocalFixture.with { first in
            var program = EmittedProgram()
            let slow = program.call("rest", .sleep(.literal(60_000)))
            let quick = program.step("quick", "if (i === 1) throw new Error('round ' + i); return i;")
            let race = Statement.race(node: program.node("race"), arms: [program.block(slow), program.block(quick)])
            let caught = program.step("caught", "return err.message;")
            let attempt = Statement.tryCatch(
                TryCatch(
                    node: program.node("attempt"), body: program.block(race), handler: program.block(caught),
                    finalizer: nil))
            let loop = Statement.loop(
                Loop(
                    node: program.node("rounds"), kind: .times(.literal(3)), indexVariable: "i",
                    body: program.block(attempt)))
            let pause = program.call("pause", .sleep(.literal(700)))
            let end = program.step("end", "return rounds;")
            let deployed = try await first.deploy(program.source(loop, pause, end))
            try await deployed.trigger("r1")
            try await eventually("step pause begins") { try await deployed.steps("r1").contains { $0.name == "pause" } }
            let names = try await deployed.steps("r1").map(\.name).filter { $0.hasSuffix(": winner") }
            #expect(names == ["race [0]: winner", "race [1]: winner", "race [2]: winner"])
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder) { second in
                let end = try await deployed.at(second.runtime).finished("r1")
                #expect(end.output == [0, "round 1", 2])
            }
        }
    }

    @Test("The siblings of an arm that failed begin nothing more, and a replay catches the same error")
    func siblingsOfAFailedArmBeginNothing() async throws {
        try await LocalFixture.with { first in
            var program = EmittedProgram()
            let failing = program.step(
                "failing", "await new Promise((r) => setTimeout(r, 30)); throw new Error('first');")
            let rest = program.call("rest", .sleep(.literal(1_200)))
            let late = program.step("late", "console.log('late'); throw new Error('second');")
            let both = Statement.parallel(
                node: program.node("both"), arms: [program.block(rest, late), program.block(failing)])
            let caught = program.step("caught", "console.log('caught'); return err.message;")
            let attempt = Statement.tryCatch(
                TryCatch(
                    node: program.node("attempt"), body: program.block(both), handler: program.block(caught),
                    finalizer: nil))
            let pause = program.call("pause", .sleep(.literal(2_500)))
            let end = program.step("end", "return attempt;")
            let deployed = try await first.deploy(program.source(attempt, pause, end))
            try await deployed.trigger("r1")
            try await eventually("step pause begins") { try await deployed.steps("r1").contains { $0.name == "pause" } }
            try killAll(await first.runtime.processIds)
            await first.runtime.shutdown()
            try await LocalFixture.with(folder: first.folder) { second in
                let end = try await deployed.at(second.runtime).finished("r1")
                #expect(end.output == "first")
                #expect(first.recorder.count("late") + second.recorder.count("late") == 0)
                #expect(first.recorder.count("caught") + second.recorder.count("caught") == 1)
            }
        }
    }
}
