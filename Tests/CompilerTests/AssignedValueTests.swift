import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Assignments to values of the run", .timeLimit(.minutes(10)))
struct AssignedValueTests {
    private func found(_ document: TestDocument) -> [Diagnostic] {
        Compiler(catalog: TestCatalog()).lower(document.json).diagnostics.filter { $0.code == "ir.code.assignment" }
    }

    private static func document(_ code: String, inline: Bool = false) -> TestDocument {
        TestDocument(entry: "order").node("order", "step", ["code": "return { id: 7 };"], name: "The order")
            .node("use", "step", ["code": .string("const x = 1;\n\(code)"), "inline": .bool(inline)]).chain(
                "order", "use")
    }

    @Test(
        "One to a node's value is an error with the name, the node and the line",
        arguments: [
            "order = 5;", "order += 1;", "order++;", "--order;", "order ??= {};", "({ order } = { order: 1 });",
            "[order] = [1];", "({ a: [order = 2] } = { a: [] });", "for (order of [1]) {}", "for (order in {}) {}",
            "(order as any) = 5;", "const f = () => { order = 5; };", "[1].forEach((y) => order = y);",
        ], [false, true])
    func node(code: String, inline: Bool) throws {
        let found = found(Self.document(code, inline: inline))
        let error = try #require(found.first, "\(code)")
        #expect(found.count == 1 && error.severity == .error && error.message.hasPrefix("\"order\""))
        #expect(error.nodeId == "use" && error.line == 2 && error.pointer == "/nodes/1/data/code")
    }

    @Test(
        "Members, variables of the code and comparisons are none",
        arguments: [
            "order.id = 5;", "const { order } = { order: 1 };", "let order = 1; order = 2;", "return order === 5;",
            "((order) => { order = 1; })(1);", "const y = { order }; y.order = 2;", "[order.id] = [1];",
            "for (const order of [1]) {}", "return { order: 5 };", "order: for (;;) break order;",
        ])
    func others(code: String) { #expect(found(Self.document(code)).isEmpty) }

    @Test("A copy that is changed, under the name that a node's makes, is a warning")
    func alias() {
        let found = found(Self.document("The_order = 5; return The_order;"))
        #expect(found.map(\.severity) == [.warning])
        #expect(found.first?.message.contains("\"order\"") == true)
    }

    @Test("A condition that assigns is an error, and so is a step that assigns to its own value")
    func otherPlaces() {
        let condition = TestDocument(entry: "order").step("order", "order = 1; return order;")
            .branch("which", ("yes", "order = 5"), ("no", "")).step("yes", "return 1;").step("no", "return 2;")
            .edge("order", "which").edge("which", "yes", "yes").edge("which", "no", "no")
        #expect(found(condition).map(\.nodeId) == ["order", "which"])
    }

    @Test("A loop's item is nobody's to change; its count is a warning; a variable of the code is its own")
    func loops() {
        func loop(_ data: JSONValue, _ code: String) -> [Diagnostic] {
            found(TestDocument(entry: "l").node("l", "loop", data).step("a", code).edge("l", "a", "body"))
        }
        let each: JSONValue = ["loopType": "forEach", "collection": "[1]"]
        #expect(loop(each, "item = 5;").map(\.severity) == [.error])
        #expect(loop(each, "i++;").map(\.severity) == [.error])
        #expect(loop(["loopType": "times", "count": 2], "i++;").map(\.severity) == [.warning])
        #expect(loop(each, "let item = 1; item++; _output = item;").isEmpty)
    }
}
