import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Literals in code", .timeLimit(.minutes(10)))
struct CodeLiteralTests {
    private func diagnostics(_ code: String, inline: Bool = false) -> [Diagnostic] {
        let document = TestDocument(entry: "order").step("order", "return { id: 7 };")
            .node("use", "step", ["code": .string(code), "inline": .bool(inline)]).chain("order", "use")
        return Compiler(catalog: TestCatalog()).lower(document.json).diagnostics
    }

    @Test(
        "A regular expression that fails when it is reached is an error at its node and line",
        arguments: [
            "/(/", "/[/", "/[b-a]/", "/a/gg", "/a/uv", "/a/x", "/+a/", "/\\p{Nope}/u", "/(?<n>a)\\k<m>/", "/a{2,1}/",
            "[/(/]", "x => /(/", "typeof /[/", "({ a: /a/ii })",
        ], [false, true])
    func invalid(expression: String, inline: Bool) throws {
        let found = diagnostics("const x = 1;\nreturn \(expression);", inline: inline)
        let error = try #require(found.first, "\(expression)")
        #expect(found.count == 1 && error.code == "ir.code.regularExpression" && error.severity == .error)
        #expect(error.nodeId == "use" && error.line == 2 && error.pointer == "/nodes/1/data/code", "\(error)")
    }

    @Test(
        "A call of the global RegExp with literals is read like a literal",
        arguments: [
            "new RegExp('(')", "RegExp('a', 'gg')", "new RegExp(`[b-a]`)", "new RegExp('a' + '\\\\d' + '(')",
            "new RegExp(/a/, 'gg')", "new RegExp(order.id, 'zz')", "new RegExp(String.raw`\\p{Nope}`, 'u')",
            "new globalThis.RegExp('\\x28')", "((x) => new RegExp('(', 'g'))(1)", "new RegExp('*', )",
        ])
    func calls(expression: String) throws {
        let found = diagnostics("const x = 1;\nreturn \(expression);")
        let error = try #require(found.first, "\(expression)")
        #expect(found.count == 1 && error.code == "ir.code.regularExpression" && error.severity == .error, "\(found)")
        #expect(error.nodeId == "use" && error.line == 2 && error.message.contains("RegExp("), "\(error)")
    }

    @Test(
        "A call that is valid, that is no literal's, or whose failure is caught is none",
        arguments: [
            "return new RegExp('[(]').test('(');", "return new RegExp(order.id + '(');",
            "return new RegExp(`${order.id}(`);",
            "return new RegExp('{{order.id}}(');", "return new RegExp('\\\\(' + String.raw`\\d+`, 'dgimsuy');",
            "class RegExp { constructor(x) { this.x = x; } }\nreturn new RegExp('(').x;",
            "const f = (RegExp) => new RegExp('(');\nreturn f(Array);",
            "try { if (order.id) { return new RegExp('('); } } catch (e) { return e.message; }",
            "const o = { RegExp: String };\nreturn o.RegExp('(');", "return new RegExp('(', order.id) || RegExp();",
            "return 'a'.split(new RegExp(/[/]/));",
        ])
    func validCalls(code: String) { #expect(diagnostics(code).isEmpty, "\(diagnostics(code))") }

    @Test(
        "A text that a string's method would read as a regular expression is a warning when it is not valid",
        arguments: [
            ("order.id.match('(')", true), ("order.id?.search(`[b-a]`)", true), ("'a'.matchAll(\"*\")", true),
            ("order.id.match('(a)')", false), ("order.id.match('(', 'g')", false),
            ("order.id.match('{{order.id}}(')", false),
            ("order.id.match(`${order.id}(`)", false), ("match('(')", false), ("order.match.id('(')", false),
            ("order.id.includes('(') + order.id.split('[') + order.id.replace('(', '')", false),
        ])
    func patterns(expression: String, isWarned: Bool) {
        let found = diagnostics("const match = String;\nreturn \(expression);")
        #expect(found.map(\.code) == (isWarned ? ["ir.code.regularExpression"] : []), "\(found)")
        #expect(found.allSatisfy { $0.severity == .warning && $0.line == 2 && $0.message.contains("includes()") })
        let caught = diagnostics("const match = String;\ntry { return \(expression); } catch { return 1; }")
        #expect(caught.isEmpty, "\(caught)")
    }

    @Test("A loop's item that is called RegExp is no regular expression")
    func item() {
        let document = TestDocument(entry: "order").step("order", "return { list: [String] };")
            .node("each", "loop", ["loopType": "forEach", "collection": "order.list", "itemVar": "RegExp"])
            .step("in", "return RegExp('(');").step("after", "return RegExp('(');")
            .edge("order", "each").edge("each", "in", "body").edge("each", "after", "then")
        let found = Compiler(catalog: TestCatalog()).lower(document.json).errors
        #expect(found.map(\.nodeId) == ["after"], "\(found)")
    }

    @Test("It is one in conditions and in fields, too")
    func otherPlaces() {
        let document = TestDocument(entry: "order").step("order", "return { id: '7' };")
            .branch("which", ("a", "/(/.test({{order.id}})"), ("b", ""))
            .node(
                "call", "http_request",
                ["method": "POST", "url": "https://x.example/", "body": "{ a: /a/gg, b: order.id }"]
            )
            .node("each", "loop", ["loopType": "forEach", "collection": "order.id.split(/[/)"])
            .step("last", "return 1;").edge("order", "which").edge("which", "call", "a").edge("which", "each", "b")
            .edge("each", "last", "body")
        let found = Compiler(catalog: TestCatalog()).lower(document.json).errors
            .filter { $0.code == "ir.code.regularExpression" }
        #expect(Set(found.map(\.nodeId)) == ["which", "call", "each"], "\(found)")
        #expect(found.count == 3 && found.allSatisfy { $0.line == 1 })
    }

    @Test(
        "Divisions and valid expressions are none",
        arguments: [
            "return {{order.id}} / 2 / {{order.id}};", "const o = { of: 4, new: 2 }; return o.new / o.of / 2;",
            "return [/[/]/, /(?<y>a)|(?<y>b)/v, /\\/{2}/, /{{/].length;", "return order.id / 2;",
            "const re = /[a-z]+/gi; return 'a/b'.split('/').map((x) => x.replace(re, '')).length / 2;",
            "return `${order.id / 2}/${/x/.test('x')}`; // /(/",
        ])
    func valid(code: String) { #expect(diagnostics(code).isEmpty, "\(diagnostics(code))") }

    @Test(
        "Expressions where nothing is evaluated are told",
        arguments: [
            ("return /a{{order.id}}/.test('a');", "ir.expression.text", .warning, "new RegExp"),
            ("// was {{order.id}}\nreturn 1;", "ir.expression.text", .info, "comment"),
            ("/* {{order.id}} */ return 1;", "ir.expression.text", .info, "comment"),
            ("return 'n {{order.id * 2}}';", "ir.expression.syntax", .warning, "{{node.field.0}}"),
            ("return `n {{ order.id + 1 }} ${1}`;", "ir.expression.syntax", .warning, "{{node.field.0}}"),
        ] as [(String, String, Diagnostic.Severity, String)])
    func unread(code: String, name: String, severity: Diagnostic.Severity, advice: String) throws {
        let found = diagnostics(code)
        let only = try #require(found.first, "\(code)")
        #expect(found.count == 1 && only.code == name && only.severity == severity, "\(found)")
        #expect(only.nodeId == "use" && only.line == 1 && only.message.contains(advice))
    }

    @Test(
        "Braces of others are nobody's business",
        arguments: [
            "return '{{#each items}}{{/each}}'.length;", "return 'a'.replace(/{{name}}/g, 'b');",
            "// {{name}}\nreturn 1;",
            "return '\\{{order.id + 1}}';", "return `{{${1}}}`;",
        ])
    func others(code: String) { #expect(diagnostics(code).isEmpty, "\(diagnostics(code))") }
}
