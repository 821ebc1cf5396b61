import Compiler
import IR
import JSON
import PluginMessages
import Testing

@Suite("The shape of programs", .timeLimit(.minutes(10)))
struct ProgramShapeTests {
    private func expect(
        _ document: TestDocument, _ outline: String, warnings: [String] = [],
        location: SourceLocation = #_sourceLocation
    ) {
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        #expect(lowered.diagnostics.map(\.code) == warnings, "\(lowered.diagnostics)", sourceLocation: location)
        let found = lowered.program?.outline
        #expect(found == outline, sourceLocation: location)
    }

    private func steps(_ entry: String, _ ids: String...) -> TestDocument {
        ids.reduce(TestDocument(entry: entry)) { $0.step($1, "return 1;") }
    }

    private let choice = TestDocument(entry: "b").branch("b", ("x", "1"), ("y", ""))
        .step("c", "").step("d", "").step("e", "").edge("b", "c", "x").edge("b", "d", "y")

    @Test("Arms meet by edges, by `then`, or not at all")
    func diamond() {
        expect(choice.edge("c", "e").edge("d", "e"), "b?{x: c | else: d} e")
        expect(choice.edge("b", "e", "then"), "b?{x: c | else: d} e")
        expect(choice.edge("d", "e"), "b?{x: c | else: d e}")
        expect(choice.edge("c", "e").edge("b", "e", "then"), "b?{x: c | else: d} e")
    }

    @Test("An empty arm, and an arm that leads to where the others meet")
    func emptyArm() {
        let document = steps("b", "c", "e").branch("b", ("x", "1"), ("y", ""))
        expect(document.edge("b", "c", "x").edge("b", "e", "y").edge("c", "e"), "b?{x: c | else: } e")
        expect(document.edge("b", "c", "x").edge("b", "e", "then"), "b?{x: c | else: } e")
    }

    @Test("Arms that meet before what their `then` leads to")
    func meetBeforeThen() {
        let document = choice.step("f", "").edge("c", "e").edge("d", "e").edge("b", "f", "then")
        expect(document, "b?{x: c | else: d} e f")
    }

    @Test("Where only some arms of a branch meet, what follows stands in each of them")
    func someMeet() {
        let document = TestDocument(entry: "b").branch("b", ("x", "1"), ("y", "2"), ("z", ""))
            .step("c", "return 1;").step("d", "").step("stop", "").step("m", "return {{c}};").step("n", "")
            .edge("b", "c", "x").edge("b", "d", "y").edge("b", "stop", "z").chain("c", "m", "n").chain("d", "m")
        expect(document, "[c n] b?{x: c m n | y: d m n | else: stop}", warnings: ["ir.expression.maybeUndefined"])
    }

    @Test("A node that stands in two of three arms may not have run after them")
    func someOfThreeArms() {
        let document = TestDocument(entry: "b").branch("b", ("x", "1"), ("y", "2"), ("z", ""))
            .step("c", "").step("d", "").step("e", "").step("m", "return 1;").step("t", "return {{m}};")
            .edge("b", "c", "x").edge("b", "d", "y").edge("b", "e", "z").edge("c", "m").edge("d", "m")
            .edge("b", "t", "then")
        let diagnostics = Compiler(catalog: TestCatalog()).lower(document.json).diagnostics
        #expect(
            diagnostics.contains { $0.code == "ir.expression.maybeUndefined" && $0.nodeId == "t" }, "\(diagnostics)")
    }

    @Test("Containers nest, each with a `then` or without")
    func nested() {
        let document = steps("b", "c", "d", "e", "f", "g").branch("b", ("x", "1"), ("y", "")).branch(
            "i", ("p", "1"), ("q", ""))
        let inner = document.edge("b", "i", "x").edge("i", "c", "p").edge("i", "d", "q").edge("b", "e", "y")
        expect(inner.edge("i", "f", "then").edge("b", "g", "then"), "b?{x: i?{p: c | else: d} f | else: e} g")
        expect(
            inner.edge("c", "f").edge("d", "f").edge("f", "g").edge("e", "g"), "b?{x: i?{p: c | else: d} f | else: e} g"
        )
    }

    @Test("Parallel and race")
    func concurrent() {
        let document = steps("p", "c", "d", "e", "f")
        let parallel = document.node("p", "parallel").edge("p", "c").edge("p", "d")
        expect(parallel.edge("p", "e", "then").edge("e", "f"), "p&{c | d} e f")
        expect(parallel.edge("c", "e").edge("d", "e").edge("e", "f"), "p&{c | d} e f")
        expect(document.node("p", "race").edge("p", "c").chain("p", "d", "e").edge("p", "f", "then"), "p^{c | d e} f")
    }

    private func loop(_ id: String, _ entry: String, _ document: TestDocument) -> TestDocument {
        document.node(id, "loop", ["loopType": "times", "count": 2]).edge(id, entry, "body")
    }

    @Test("Loops in loops, and breaks out of the right one")
    func loops() {
        let document = steps("l", "c", "d", "e").node("x", "break", ["condition": "c > 1"]).node("y", "break")
            .branch("b", ("more", "c"), ("done", ""))
        let inner = loop("m", "c", document).chain("c", "x").edge("m", "d", "then")
        expect(
            loop("l", "m", inner).chain("d", "b").edge("b", "e", "more").edge("b", "y", "done"),
            "l*{[c] m*{c x>m} d b?{more:  | else: y>l} e}")
    }

    @Test("A break out of arms that run at once, and one where there is no loop")
    func breaks() {
        let arms = steps("l", "c").node("p", "parallel").node("x", "break", ["condition": "1"]).edge("p", "c").edge(
            "p", "x")
        expect(loop("l", "p", arms), "l*{p&{c | x>>l}}")
        let plain = TestDocument(entry: "b").branch("b", ("x", "1"), ("y", "")).node("out", "break").step("c", "")
            .step("d", "").edge("b", "out", "x").edge("b", "c", "y").edge("b", "d", "then")
        expect(plain, "b?{x: out> | else: c} d")
    }

    @Test("What follows a break without condition never runs")
    func afterBreak() {
        let document = steps("c", "c", "d").node("x", "break").chain("c", "x", "d")
        expect(document, "c x>", warnings: ["ir.graph.neverRuns"])
    }

    @Test("Try, catch and finally around everything")
    func tryCatch() {
        let document = steps("t", "c", "d", "e", "f", "g").node("t", "try_catch").node("p", "parallel")
            .edge("t", "p", "try").edge("p", "c").edge("p", "d").edge("t", "e", "catch").edge("t", "f", "finally")
        expect(document.edge("t", "g", "then"), "t!{p&{c | d} | e | f} g")
        let meeting = steps("t", "c", "d", "e").node("t", "try_catch").edge("t", "c", "try").edge("t", "d", "catch")
            .edge("c", "e").edge("d", "e")
        expect(meeting, "t!{c | d} e")
    }

    @Test("A value that is read outside its block is declared around both")
    func hoisting() {
        let document = choice.step("r", "return [{{c}}, d];").edge("c", "r").edge("d", "r")
        expect(document.edge("r", "e"), "[c d] b?{x: c | else: d} r e", warnings: ["ir.expression.maybeUndefined"])
        let inLoop = loop("l", "b", TestDocument(entry: "l").branch("b", ("x", "1"), ("y", "")))
            .step("c", "return 1;").step("d", "return {{c}};").edge("b", "c", "x").edge("b", "d", "then")
        expect(inLoop, "l*{[c] b?{x: c | else: } d}", warnings: ["ir.expression.maybeUndefined"])
    }

    @Test("A loop may read the value of the round before, which outlives the round")
    func earlierRound() {
        let document = TestDocument(entry: "l")
            .node("l", "loop", ["loopType": "while", "condition": "!{{last.done}}"])
            .step("first", "return {{last.done}} ?? last;").step("last", "return { done: true };")
            .edge("l", "first", "body").chain("first", "last")
        let warning = "ir.expression.maybeUndefined"
        expect(document, "[last] l*{first last}", warnings: [warning, warning])
    }

    @Test("All arms of `parallel` run before what follows; of `race`, one")
    func availability() {
        let document = steps("p", "c", "d").edge("p", "c").edge("p", "d").step("e", "return [{{c}}, {{d}}, {{p}}];")
            .edge("p", "e", "then")
        expect(document.node("p", "parallel"), "[c d] p&{c | d} e")
        let warning = "ir.expression.maybeUndefined"
        expect(document.node("p", "race"), "[c d] p^{c | d} e", warnings: [warning, warning])
    }

    @Test("Several ways out of a plain node run one after another, and meet where all have been")
    func fanOut() {
        let document = steps("a", "a", "b", "c", "d", "e").edge("a", "b").edge("a", "c").chain("b", "d").chain("c", "d")
        expect(document.edge("c", "e"), "a b c d e", warnings: ["ir.edge.fanOut", "ir.edge.fanOut"])
        let reversed = steps("a", "a", "b", "c", "d").edge("a", "c").edge("a", "b").chain("b", "c", "d")
        expect(reversed, "a b c d", warnings: ["ir.edge.fanOut"])
    }

    @Test("A value that nobody reads is not kept; one that is read is")
    func storage() throws {
        let document = steps("a", "b").step("a", "return 1;").node("s", "sleep", ["duration": 5])
            .step("c", "// b\nreturn 'b' + x.b + `${a}`;").chain("a", "b", "s", "c")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let storage = Dictionary(uniqueKeysWithValues: program.nodes.map { ($0.id, $0.storage) })
        #expect(storage == ["a": .local, "b": .none, "s": .none, "c": .local])
    }

    @Test("Containers may nest deeply, but not without end")
    func depth() throws {
        func nest(_ depth: Int) -> TestDocument {
            (0..<depth).reduce(TestDocument(entry: "l0")) { document, level in
                loop("l\(level)", level + 1 < depth ? "l\(level + 1)" : "end", document)
            }.step("end", "")
        }
        let program = try #require(Compiler(catalog: TestCatalog()).lower(nest(48).json).program)
        #expect(try Program(json: JSONValue(parsing: program.json.bytes)) == program)
        #expect(Compiler(catalog: TestCatalog()).lower(nest(49).json).diagnostics.map(\.code) == ["ir.graph.depth"])
    }

    @Test(
        "A program from elsewhere names no node and no template that it does not have",
        arguments: [
            (#""value":1"#, #""value":9"#, "/body: node 9 does not exist"),
            (#""node":1"#, #""node":-1"#, "/body: node -1 does not exist"),
            (#""template":0"#, #""template":3"#, "/body: template 3 does not exist"),
        ])
    func indexes(part: String, changed: String, message: String) throws {
        let document = steps("a", "a").node("g", "notify", ["to": "a@b.c", "text": "{{a}}"], version: "1.2.0").chain(
            "a", "g")
        let program = try #require(Compiler(catalog: TestCatalog()).lower(document.json).program)
        let text = program.json.text
        #expect(text.contains(part))
        let error = #expect(throws: JSONMismatch.self) {
            try Program(json: JSONValue(parsing: text.replacing(part, with: changed)))
        }
        #expect(error?.description == message)
    }
}
