import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Code with expressions", .timeLimit(.minutes(10)))
struct CodeTests {
    @Test("Expressions in strings and template literals are written into them; other braces stay")
    func strings() async throws {
        var build = ProgramBuilder()
        let order = build.value("order", "{ id: 7, none: null, tags: ['x'] }")
        let id = build.reference("order.id")
        let last = build.step(
            "last",
            .code("// {{order.id}} env.X step.do(\"\nconst a = "),
            .string([.text("it\\'s "), .reference(id), .text(" \\u0041`${x}")], quote: "'"),
            .code(";\nconst b = { "), .string([.text("k"), .reference(id)], quote: "\""), .code(": 1, c: "),
            .string([.reference(build.reference("order.none"))], quote: "'"), .code(" };\nconst d = `n "),
            .interpolation(build.reference("order.tags")), .code(" {{x}}`;\nreturn [a, b, d, '{{', /{{a}}/.source];"))
        let outcome = try await WorkerRun(emit(build.program([order, last]))).run()
        #expect(
            outcome.result == ["it's 7 A`${x}", ["k7": 1, "c": ""], "n [\"x\"] {{x}}", "{{", "{{a}}"])
    }

    @Test("A path through what is missing is undefined, and odd keys are quoted")
    func paths() async throws {
        var build = ProgramBuilder()
        let order = build.value("order", "{ list: [{ 'a-b': 1 }] }")
        let last = build.step(
            "last", .code("return ["), .reference(build.reference("order.list.0.a-b")), .code(", typeof "),
            .reference(build.reference("order.no.0.way")), .code("]"))
        let artifact = try emit(build.program([order, last]))
        #expect(try await WorkerRun(artifact).run().result == [1, "undefined"])
        #expect(artifact.source.contains("order?.list?.[0]?.[\"a-b\"]"))
    }

    @Test(
        "Code that does not end what it begins is an error that names the line",
        arguments: [
            ("return 1\n}", 2), ("if (a) {\n\n", 1), ("return `a", 1), ("a = 'b", 1), ("\n/* a", 2), ("f(]", 1),
            ("const a = `${b`", 1),
        ])
    func unbalanced(code: String, line: Int) throws {
        var build = ProgramBuilder()
        build.node("other")
        let step = build.step("bad", .code(code))
        let problem = try #require(diagnostics(build.program([step])).first)
        #expect(problem.code == "worker.code.unbalanced")
        #expect(problem.nodeId == "bad")
        #expect(problem.pointer == "/nodes/1/data/code")
        #expect(problem.line == line)
    }

    @Test("The line map leads from generated lines to a node's code")
    func lineMap() throws {
        var build = ProgramBuilder()
        let first = build.step("first", .code("const a = 1;\nconst mark1 = 2;\nreturn a;"))
        let branch = Statement.branch(
            Branch(
                node: build.node("choice", storage: .none),
                arms: [
                    .init(
                        label: "a", condition: .plain("mark2", field: "branches.0.condition"),
                        body: build.block([build.value("inner", "mark3", storage: .none)]))
                ]))
        let artifact = try emit(build.program([first, branch]))
        let lines = artifact.source.split(separator: "\n", omittingEmptySubsequences: false)
        func place(_ mark: String) throws -> (LineMapping, Int) {
            let line = try #require(lines.firstIndex { $0.contains(mark) }) + 1
            let mapping = try #require(artifact.lineMap.last { $0.line <= line })
            return (mapping, line - mapping.line)
        }
        let (code, offset) = try place("mark1")
        #expect(code.nodeId == "first")
        #expect(code.field == "code")
        #expect(code.fieldLine.map { $0 + offset } == 2)
        #expect(try place("mark2").0.field == "branches.0.condition")
        #expect(try place("mark3").0.nodeId == "inner")
        #expect(try place("export default").0.nodeId == nil)
        #expect(artifact.lineMap == artifact.lineMap.sorted { $0.line < $1.line })
    }

    @Test("The same program gives the same bytes")
    func stable() throws {
        #expect(try emit(Samples.everything).source == emit(Samples.everything).source)
        #expect(try emit(Samples.everything) == emit(Samples.everything))
    }
}
