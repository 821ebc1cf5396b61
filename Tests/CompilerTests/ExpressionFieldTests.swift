import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Fields that are one expression", .timeLimit(.minutes(10)))
struct ExpressionFieldTests {
    private func diagnostics(_ condition: String, in field: String) -> [Diagnostic] {
        var document = TestDocument(entry: "order").step("order", "return { list: [1], status: 'new' };")
        switch field {
        case "branches/0/condition":
            document = document.branch("use", ("yes", condition), ("no", "")).edge("use", "in", "yes")
        case "collection":
            document = document.node("use", "loop", ["loopType": "forEach", "collection": .string(condition)])
                .edge("use", "in", "body")
        default:
            document = document.node("use", "loop", ["loopType": "while", "condition": .string(condition)])
                .edge("use", "in", "body")
        }
        return Compiler(catalog: TestCatalog()).lower(document.step("in", "return 1;").edge("order", "use").json)
            .diagnostics.filter { $0.severity != .info }
    }

    @Test(
        "What is no expression is told in words of the field, with its line",
        arguments: [
            ("${order.list}", 1, "template literal"), ("order.list.length >\n${order.list}", 2, "template literal"),
            ("${{order.list}}", 1, "template literal"), ("return true", 1, "\"return\" begins a statement"),
            ("if (order) true", 1, "\"if\" begins"), ("order.list;\norder.status", 1, "\";\" separates"),
            ("order.list\nand order.status", 2, "write &&"), ("{{order.list}} OR true", 1, "write ||"),
            ("not order.list", 1, "write !"), ("order.status is 'new'", 1, "write ==="),
            ("order.status contains 'n'", 1, "write a.includes(b)"), ("order.status <> 'new'", 1, "write !=="),
            ("order.list ||", 1, "ends with \"||\""), ("/* all */", 1, "comment"),
            ("order.list ===  // 5", 1, "ends with"),
        ] as [(text: String, line: Int, message: String)], ["branches/0/condition", "collection", "condition"])
    func faults(spelling: (text: String, line: Int, message: String), field: String) throws {
        let found = diagnostics(spelling.text, in: field).filter { $0.severity == .error }
        let error = try #require(found.first, "\(spelling.text)")
        #expect(found.count == 1 && error.code == "ir.code.expression" && error.severity == .error, "\(found)")
        #expect(error.pointer == "/nodes/1/data/\(field)" && error.nodeId == "use")
        #expect(error.line == spelling.line && error.message.contains(spelling.message), "\(error)")
    }

    @Test(
        "Expressions are none of these",
        arguments: [
            "order.list as any", "`${order.list}`.length > 1", "order.is && order.and.not", "order?.list!",
            "order.list as Array<number>", "((x: any): x is string => !!x)(order)",
            "[1, 2].includes(3) || 'and' in order",
            "(function (x: any): x is string { return true; })(order);", "order.list // and more", "typeof order.not",
            "{ a: 1 } && [{ return: 1 }].length", "order satisfies object", "order.list.map(x => { return x; })",
            "'${order.list}' < order.status", "await order?.typeof",
        ], ["branches/0/condition", "collection"])
    func expressions(text: String, field: String) {
        let found = diagnostics(text, in: field)
        #expect(found.isEmpty, "\(found)")
    }

    @Test(
        "A collection that is a text or an object whatever its names are is an error",
        arguments: [
            ("`${order.list}`", "string"), ("'abc'", "string"), ("`a`", "string"), ("{ a: order.list }", "object"),
            ("`${`${order.list}`}-`", "string"), ("`a`.split('')", nil), ("`a${1}`.split(`b${2}`)", nil),
            ("'a' ? order.list : []", nil),
        ] as [(String, String?)])
    func collections(collection: String, type: String?) {
        let found = diagnostics(collection, in: "collection")
        #expect(found.map(\.code) == (type == nil ? [] : ["ir.data.type"]), "\(found)")
        #expect(found.allSatisfy { $0.message.hasSuffix("not \(type ?? "").") })
    }

    @Test(
        "A condition that assigns is a warning",
        arguments: [
            ("order.status = 'paid'", true), ("order['status'] = 'paid'", true), ("{{order.status}} = 'paid'", true),
            ("order.status == 'paid'", false), ("order.list.some((x, y = order.z) => x.y)", false),
        ])
    func assignments(condition: String, isWarned: Bool) {
        let found = diagnostics(condition, in: "branches/0/condition")
        #expect(found.map(\.code) == (isWarned ? ["ir.code.assignment"] : []), "\(found)")
        #expect(found.allSatisfy { $0.message.contains("Write ===") && $0.severity == .warning })
    }

    @Test("A word for the else arm is told as that", arguments: ["else", "default"])
    func otherwise(word: String) {
        let errors = diagnostics(word, in: "branches/0/condition").filter { $0.severity == .error }
        #expect(errors.map(\.code) == ["ir.code.expression"], "\(errors)")
        #expect(errors.allSatisfy { $0.message.contains("Leave the condition of the arm empty") })
    }

    @Test(
        "A condition that is always true is a warning",
        arguments: [
            ("'{{order.status}} == paid'", "a text"), ("\"order.total > 100\"", "a text"), ("`paid`", "a text"),
            ("() => order.total > 100", "a function"), ("async (a, [b]) => f(a)(b)", "a function"),
            ("o => o.total", "a function"), ("function (o) { return o }", "a function"),
            ("'{{order.status}}'", nil), ("\"\"", nil), ("true", nil), ("`${order.status}`", nil),
            ("'new' === order.status", nil), ("(() => order.status)()", nil), ("(order.status)", nil),
            ("order.list.some((x) => x)", nil), ("(function () { return 1 })()", nil),
        ] as [(String, String?)])
    func constants(condition: String, kind: String?) {
        let found = diagnostics(condition, in: "branches/0/condition").filter { $0.code == "ir.code.constant" }
        #expect(found.count == (kind == nil ? 0 : 1), "\(found)")
        #expect(found.allSatisfy { $0.message.contains("is \(kind ?? ""), which is always true") }, "\(found)")
        #expect(found.allSatisfy { $0.line == 1 && $0.nodeId == "use" })
    }

    @Test("In code of a step, ${…} outside a template literal is told as that")
    func code() {
        let document = TestDocument(entry: "order").step("order", "return { id: 7 };")
            .step("use", "const $ = 1;\nclass ${}\nreturn `${order.id}` + ${order.id};").chain("order", "use")
        let errors = Compiler(catalog: TestCatalog()).lower(document.json).errors
        #expect(errors.map(\.code) == ["ir.code.expression"] && errors.map(\.line) == [3], "\(errors)")
    }
}
