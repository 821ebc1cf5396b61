import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Loops and the limit of steps", .timeLimit(.minutes(10)))
struct LoopLimitTests {
    /// Loops in one another, the outermost first, with one step in the innermost.
    private static func warnings(_ kinds: [Loop.Kind], isDurable: Bool = true) throws -> [String?] {
        var build = ProgramBuilder()
        let loops = kinds.indices.map { build.node("loop\($0)", storage: .none) }
        var body = build.block([build.step("each", .code("const a = 1;"), inline: !isDurable, storage: .none)])
        for index in kinds.indices.reversed() {
            body = build.block([
                .loop(Loop(node: loops[index], kind: kinds[index], indexVariable: "i\(index)", body: body))
            ])
        }
        let artifact = try emit(build.program(body.statements), limits: .free)
        return artifact.warnings.filter { $0.code == "worker.limit.loop" }.map(\.nodeId)
    }

    private static let list = Loop.Kind.forEach(collection: .plain("event.payload"), itemVariable: "item")
    private static let three = Loop.Kind.forEach(collection: .plain("[1, [2, 3], f(4, 5)]"), itemVariable: "item")

    private static let none = CodeText(parts: [], field: "condition")

    @Test("Loops whose rounds are known at run time only warn once, at the outermost")
    func unbounded() throws {
        #expect(try Self.warnings([Self.list]) == ["loop0"])
        #expect(try Self.warnings([Self.list, Self.list, .while(condition: .plain("a"))]) == ["loop0"])
        #expect(try Self.warnings([.times(.literal(2)), Self.list]) == ["loop0"])
    }

    @Test("Rounds that are written out are counted, in one another too")
    func bounded() throws {
        #expect(try Self.warnings([.times(.literal(32)), .times(.literal(32))]) == [])
        #expect(try Self.warnings([.times(.literal(33)), .times(.literal(32))]) == ["loop0"])
        #expect(try Self.warnings([Self.three, .times(.literal(341))]) == [])
        #expect(try Self.warnings([Self.three, .times(.literal(342))]) == ["loop0"])
    }

    @Test("Of a loop that never ends the compiler has told; one with a way out may have too many rounds")
    func endless() throws {
        #expect(try Self.warnings([.while(condition: Self.none)]) == [])
        #expect(try Self.warnings([.while(condition: Self.none), Self.list]) == [])
        var build = ProgramBuilder()
        let again = build.node("again", storage: .none)
        let leave = Statement.exit(
            Exit(
                node: build.node("leave", storage: .none), condition: .plain("event.payload.done"),
                target: .loop(node: again, crossesArms: false)))
        let body = build.block([build.step("each", .code("const a = 1;"), storage: .none), leave])
        let loop = Loop(node: again, kind: .while(condition: Self.none), indexVariable: "i", body: body)
        let artifact = try emit(build.program([.loop(loop)]), limits: .free)
        #expect(artifact.warnings.filter { $0.code == "worker.limit.loop" }.map(\.nodeId) == ["again"])
    }

    @Test(
        "What is cut, and what an index bounds, cannot pass the limit",
        arguments: [
            ("event.payload.list.slice(0, 1024)", "true", nil), ("f(a, b)[0]?.slice(10, 1034)", "true", nil),
            ("list.slice(-1024)", "true", nil), ("list.slice(0, 1025)", "true", "rounds run 1025"),
            ("a ?? b.slice(0, 5)", "true", "keep it under 1024"), ("list.slice(5)", "true", "keep it under"),
            ("list.slice(0, n)", "true", "keep it under"), ("[...list, 1]", "true", "keep it under"),
            (nil, "i < 1024", nil), (nil, "i < 1025", "rounds run 1025"), (nil, "!done && 1023 >= i", nil),
            (nil, "i < 5 || more", "keep it under"), (nil, "j < 5", "keep it under"), (nil, "i < 5 ? a : b", "under"),
            (nil, "(i < 5)", "i < 1024"), ("[list][0]", "true", ".slice(0, 1024)"),
            ("[1, 2].concat(a)", "true", "under"),
        ] as [(String?, String, String?)])
    func cut(collection: String?, condition: String, message: String?) throws {
        let kind: Loop.Kind =
            collection.map { .forEach(collection: .plain($0), itemVariable: "item") }
            ?? .while(condition: .plain(condition))
        let found = try Self.loop(kind)
        #expect(found.count == (message == nil ? 0 : 1))
        #expect(found.allSatisfy { $0.contains(message ?? "") }, "\(found)")
    }

    @Test(
        "A break by the index bounds a loop, and so does one without condition",
        arguments: [
            (nil, false), ("i >= 1023", false), ("i === 1023 || done", false), ("done || i > 1022", false),
            ("i >= 1024", true), ("i >= 5 && done", true), ("done", true), ("i < 5", true),
        ])
    func breaks(condition: String?, isWarned: Bool) throws {
        #expect(try Self.loop(Self.list, leavingWhen: .some(condition)).count == (isWarned ? 1 : 0))
    }

    /// The messages about a loop with one step, and perhaps a `break`, in its body.
    private static func loop(_ kind: Loop.Kind, leavingWhen condition: String?? = nil) throws -> [String] {
        var build = ProgramBuilder()
        let loop = build.node("loop", storage: .none)
        var statements = [build.step("each", .code("const a = 1;"), storage: .none)]
        if let condition {
            statements.append(
                .exit(
                    Exit(
                        node: build.node("leave", storage: .none), condition: condition.map { .plain($0) },
                        target: .loop(node: loop, crossesArms: false))))
        }
        let body = build.block(statements)
        let program = build.program([.loop(Loop(node: loop, kind: kind, indexVariable: "i", body: body))])
        return try emit(program, limits: .free).warnings.filter { $0.code == "worker.limit.loop" }.map(\.message)
    }

    @Test("A loop without durable steps never warns")
    func noSteps() throws {
        #expect(try Self.warnings([Self.list, Self.list], isDurable: false) == [])
    }
}

@Suite("User code at its place", .timeLimit(.minutes(10)))
struct IndentationTests {
    @Test("Code is indented, and what is in template literals and strings stays")
    func indented() async throws {
        var build = ProgramBuilder()
        let step = build.step(
            "only", .code("\n\n    const a = `x\n  y\n`;\n    if (a) {\n      return [a, 'p\\\nq'];\n    }\n\n"))
        let artifact = try emit(build.program([step]))
        #expect(try await WorkerRun(artifact).run().result == ["x\n  y\n", "pq"])
        #expect(
            artifact.source.contains(
                "\n      const a = `x\n  y\n`;\n      if (a) {\n        return [a, 'p\\\nq'];\n      }\n"))
        let mapping = try #require(artifact.lineMap.first { $0.field == "code" })
        #expect(mapping.fieldLine == 3)
    }

    @Test("An env that nobody reads is not declared, and an else without anything is left out")
    func lean() throws {
        var build = ProgramBuilder()
        let arms: [Branch.Arm] = [
            .init(label: "a", condition: .plain("true"), body: build.block([build.value("x", "1", storage: .none)])),
            .init(label: "b", condition: nil, body: Block()),
        ]
        let branch = Statement.branch(Branch(node: build.node("choice", storage: .none), arms: arms))
        let end = build.value("end", "2")
        let module = try emit(build.program([branch, end])).source
        let source = try #require(module.components(separatedBy: "export default").first)
        #expect(!source.contains("else"))
        #expect(!source.contains("const env"))
    }
}
