import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Control flow", .timeLimit(.minutes(10)))
struct ControlFlowTests {
    @Test(
        "The first arm whose condition holds runs, `else` last wherever it stands",
        arguments: [(50, "big"), (7, "small"), (1, "other")])
    func branch(total: Int, value: String) async throws {
        var build = ProgramBuilder()
        let arms: [Branch.Arm] = ["other", "big", "small"].map { label in
            let condition: CodeText? =
                switch label {
                case "big": .plain("event.payload.total > 10 // {{not an expression}}")
                case "small": .plain("event.payload.total > 5")
                default: nil
                }
            let step = build.value(label, "'\(label)'")
            return Branch.Arm(label: label, condition: condition, body: build.block([step]))
        }
        let branch = Statement.branch(Branch(node: build.node("choice"), arms: arms))
        let outcome = try await WorkerRun(emit(build.program([branch]))).run(["total": .int(total)])
        #expect(outcome.result == .string(value))
        #expect(outcome.steps == [value])
    }

    @Test("A value that is set in an arm is read behind the branch, and is undefined on other paths")
    func hoisting() async throws {
        var build = ProgramBuilder()
        let inner = build.value("inner", "'set'", storage: .hoisted)
        let arm = Branch.Arm(label: "a", condition: .plain("event.payload.yes"), body: build.block([inner]))
        let branch = Statement.branch(Branch(node: build.node("choice", storage: .none), arms: [arm]))
        let last = build.value("last", "inner ?? 'unset'")
        let program = build.program([branch, last], declares: ["inner"])
        #expect(try await WorkerRun(emit(program)).run(["yes": true]).result == "set")
        #expect(try await WorkerRun(emit(program)).run(["yes": false]).result == "unset")
    }

    @Test("Parallel arms all run, and the value is the array of theirs")
    func parallel() async throws {
        var build = ProgramBuilder()
        let arms = ["a", "b"].map { build.block([build.value($0, "'\($0)'"), build.value("\($0)2", "'\($0)2'")]) }
        let parallel = Statement.parallel(node: build.node("both"), arms: arms + [Block()])
        let outcome = try await WorkerRun(emit(build.program([parallel]))).run()
        #expect(outcome.result == ["a2", "b2", nil])
        #expect(outcome.steps == ["a", "b", "a2", "b2"])
    }

    @Test("A race has the value of the arm that ends first")
    func race() async throws {
        var build = ProgramBuilder()
        let slow = build.block([build.value("slow", "await new Promise((done) => setTimeout(() => done('slow'), 50))")])
        let fast = build.block([build.value("fast", "'fast'")])
        let race = Statement.race(node: build.node("first"), arms: [slow, fast])
        let outcome = try await WorkerRun(emit(build.program([race]))).run()
        #expect(outcome.result == "fast")
        var empty = ProgramBuilder()
        let none = Statement.race(node: empty.node("first"), arms: [])
        #expect(try await WorkerRun(emit(empty.program([none]))).run().error == nil)
    }

    @Test("Loops give the array of their rounds' values, and their steps' names the round")
    func loops() async throws {
        var build = ProgramBuilder()
        let each = build.block([build.value("each", "item.id * 10 + i")])
        let forEach = Statement.loop(
            Loop(
                node: build.node("all"),
                kind: .forEach(
                    collection: .plain("event.payload.items // these", field: "collection"), itemVariable: "item"),
                indexVariable: "i", body: each))
        let again = build.block([build.value("again", "round")])
        let whileLoop = Statement.loop(
            Loop(
                node: build.node("some"), kind: .while(condition: .plain("round < 2")), indexVariable: "round",
                body: again))
        let more = build.block([build.value("more", "k")])
        let times = Statement.loop(
            Loop(
                node: build.node("count"), kind: .times(.reference(Reference(root: .trigger, path: [.key("n")]))),
                indexVariable: "k", body: more))
        let last = build.value("last", "[all, some, count]")
        let program = build.program([forEach, whileLoop, times, last])
        let outcome = try await WorkerRun(emit(program)).run(["items": [["id": 1], ["id": 2]], "n": "2"])
        #expect(outcome.result == [[10, 21], [0, 1], [0, 1]])
        #expect(
            outcome.steps == ["each [0]", "each [1]", "again [0]", "again [1]", "more [0]", "more [1]", "last"])
        #expect(
            try await WorkerRun(emit(program)).run(["n": 1]).error
                == "The collection of \"all\" is undefined; expected an array or another iterable of items")
        #expect(
            try await WorkerRun(emit(program)).run(["items": [], "n": "x"]).error
                == "\"x\" is not a valid count of \"count\"; expected a whole number from 0")
        for count in [.null, true, [], [2], " ", .int(-1)] as [JSONValue] {
            let error = try await WorkerRun(emit(program)).run(["items": [], "n": count]).error
            #expect(error?.contains("is not a valid count of \"count\"") == true, "\(count.text)")
        }
    }

    @Test("Loops in loops carry every index, and a break leaves the loop it names", arguments: [(1, 4), (0, 2)])
    func nested(target: Int, rounds: Int) async throws {
        var build = ProgramBuilder()
        let inner = build.node("inner", storage: .none)
        let outer = build.node("outer", storage: .none)
        let step = build.step("deep", .code("return [i, j]"), storage: .none)
        let exit = Statement.exit(
            Exit(
                node: build.node("stop", storage: .none), condition: .plain("j === 1"),
                target: .loop(node: target == 1 ? inner : outer, crossesArms: false)))
        let body = Block(statements: [
            .loop(
                Loop(
                    node: inner, kind: .times(.literal(3)), indexVariable: "j",
                    body: Block(statements: [step, exit])))
        ])
        let loop = Statement.loop(Loop(node: outer, kind: .times(.literal(2)), indexVariable: "i", body: body))
        let outcome = try await WorkerRun(emit(build.program([loop]))).run()
        #expect(
            outcome.steps == Array(["deep [0] [0]", "deep [0] [1]", "deep [1] [0]", "deep [1] [1]"].prefix(rounds)))
    }

    @Test("A break in an arm ends the arm; the loop ends when all arms have", arguments: [false, true])
    func crossing(isNested: Bool) async throws {
        var build = ProgramBuilder()
        let loop = build.node("loop")
        let exit = Statement.exit(
            Exit(
                node: build.node("stop", storage: .none), condition: .plain("i === 1"),
                target: .loop(node: loop, crossesArms: true)))
        let never = build.value("skipped", "i")
        let leaving = build.block([exit, never])
        let other = build.block([build.value("other", "await new Promise((done) => setTimeout(() => done(i), 20))")])
        var arms = Statement.parallel(node: build.node("arms"), arms: [leaving, other])
        if isNested { arms = .parallel(node: build.node("outside"), arms: [build.block([arms])]) }
        let after = build.value("after", "'done ' + i")
        let outcome = try await WorkerRun(
            emit(
                build.program([
                    .loop(
                        Loop(
                            node: loop, kind: .times(.literal(5)), indexVariable: "i",
                            body: build.block([arms, after])))
                ]))
        ).run()
        #expect(outcome.result == ["done 0"])
        #expect(outcome.steps == ["skipped [0]", "other [0]", "after [0]", "other [1]"])
    }

    @Test("A break in a race ends the loop only when its arm wins", arguments: [(0, 3_000, 1), (3_000, 0, 3)])
    func crossingRace(delay: Int, otherDelay: Int, rounds: Int) async throws {
        var build = ProgramBuilder()
        let loop = build.node("loop")
        let pause = build.step(
            "pause", .code("await new Promise((done) => setTimeout(done, \(delay)))"), inline: true, storage: .none)
        let exit = Statement.exit(
            Exit(node: build.node("stop", storage: .none), condition: nil, target: .loop(node: loop, crossesArms: true))
        )
        let other = build.block([
            build.value("other", "await new Promise((done) => setTimeout(() => done(i), \(otherDelay)))")
        ])
        let race = Statement.race(node: build.node("race"), arms: [Block(statements: [pause, exit]), other])
        let outcome = try await WorkerRun(
            emit(
                build.program([
                    .loop(
                        Loop(node: loop, kind: .times(.literal(3)), indexVariable: "i", body: build.block([race])))
                ]))
        ).run()
        #expect(outcome.result?.array?.count == (rounds == 1 ? 0 : rounds))
    }

    @Test("A break outside loops ends the run, or the arm it is in")
    func enclosing() async throws {
        var build = ProgramBuilder()
        let first = build.step("first", .code("return 1"), storage: .none)
        let stop = Statement.exit(
            Exit(node: build.node("stop", storage: .none), condition: .plain("event.payload.stop"), target: .enclosing))
        let last = build.value("last", "2")
        let program = build.program([first, stop, last])
        #expect(try await WorkerRun(emit(program)).run(["stop": true]).steps == ["first"])
        #expect(try await WorkerRun(emit(program)).run(["stop": false]).result == 2)
        var arms = ProgramBuilder()
        let leave = Statement.exit(
            Exit(node: arms.node("stop", storage: .none), condition: nil, target: .enclosing))
        let never = arms.value("never", "1")
        let parallel = Statement.parallel(node: arms.node("arms"), arms: [arms.block([leave, never])])
        let after = arms.value("after", "2")
        #expect(try await WorkerRun(emit(arms.program([parallel, after]))).run().steps == ["after"])
    }

    @Test(
        "A caught error is `err`; the value is that of the arm that ended; `finally` always runs",
        arguments: [true, false])
    func tryCatch(fails: Bool) async throws {
        var build = ProgramBuilder()
        let work = build.step("work", .code("if (event.payload.fails) throw new Error('no'); return 'yes'"))
        let rescue = build.value("rescue", "err.message")
        let tidy = build.value("tidy", "0", storage: .none)
        let tryCatch = Statement.tryCatch(
            TryCatch(
                node: build.node("safe"), body: build.block([work]), handler: build.block([rescue]),
                finalizer: Block(statements: [tidy])))
        let outcome = try await WorkerRun(emit(build.program([tryCatch]))).run(["fails": .bool(fails)])
        #expect(outcome.result == (fails ? "no" : "yes"))
        #expect(outcome.steps == (fails ? ["work", "rescue", "tidy"] : ["work", "tidy"]))
    }

    @Test("Names of steps stay apart and within 256 characters at any depth")
    func longNames() async throws {
        var build = ProgramBuilder()
        let prefix = String(repeating: "n`${\u{1F600}", count: 60)
        let steps = ["a", "b"].map { build.step($0, .code("return 1"), storage: .none, name: prefix + $0) }
        var body = Block(statements: steps)
        // As deep as the rounds in a name are longer than what is kept free for all else.
        for (index, rounds) in ["i": 2, "j": 2, "k": 2, "l": 1, "m": 1, "n": 1, "o": 1] as KeyValuePairs {
            let node = build.node("loop_\(index)", storage: .none)
            body = Block(statements: [
                .loop(
                    Loop(node: node, kind: .times(.literal(.int(rounds))), indexVariable: index, body: body))
            ])
        }
        let outcome = try await WorkerRun(emit(build.program(body.statements))).run()
        #expect(outcome.error == nil)
        #expect(outcome.steps.count == 16)
    }
}
