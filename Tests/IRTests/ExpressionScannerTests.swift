import IR
import Testing

@Suite("ExpressionScanner", .timeLimit(.minutes(10)))
struct ExpressionScannerTests {
    @Test(
        "Finds paths between double braces",
        arguments: [
            ("{{a}}", [["a"]]), ("{{ a.b }}", [["a", "b"]]),
            ("x {{a-1.b_2.0}} y {{c}}", [["a-1", "b_2", "0"], ["c"]]),
            ("{{a[0].b[12]}}", [["a", "0", "b", "12"]]), ("{{{a.b}}}", [["a", "b"]]), ("{{a}}{{b}}", [["a"], ["b"]]),
            ("{{\n  a . b\r\n\t.c\n}}", [["a", "b", "c"]]), ("{{\u{A0}a.b\u{3000}}}", [["a", "b"]]),
            ("{{a['b.c'].d}}", [["a", "b.c", "d"]]), ("{{a[\"d[e]\"]}}", [["a", "d[e]"]]),
            ("{{a['it\\'s']}}", [["a", "it's"]]), ("{{a.🔑['é']}}", [["a", "🔑", "é"]]),
            ("{{a['b]}}", []), ("{{a[b']}}", []), ("{{['a']}}", []),
            ("\\{{a}} {{b}}", [["b"]]), ("\\{{{a}}", []), ("\\ {{a}}", [["a"]]),
            ("{{é.ü}}", [["é", "ü"]]), ("", []), ("{{}}", []), ("{{a", []), ("{{a}", []), ("{{a b}}", []),
            ("{{a.}}", []), ("{{.a}}", []), ("{{a..b}}", []), ("{{a+b}}", []), ("{ {a} }", []), ("{{a[x]}}", []),
            ("{{a[0}}", []), ("{{{{{{", []), ("{{\"a\"}}", []),
        ])
    func scan(text: String, paths: [[String]]) {
        let found = ExpressionScanner.scan(Array(text.utf8))
        #expect(found.map(\.path) == paths)
        #expect(ExpressionScanner.hasExpression(text) == !paths.isEmpty)
    }

    @Test("A text is one expression or has it inside")
    func whole() {
        #expect(ExpressionScanner.isExpression("{{a.b}}"))
        #expect(!ExpressionScanner.isExpression(" {{a.b}}"))
        #expect(!ExpressionScanner.isExpression("{{a.b}}{{c}}"))
    }

    @Test("In a literal of JavaScript's a backslash takes what follows it")
    func literal() {
        let text = Array(#"\{{a}} \\{{b}} \n{{c}}"#.utf8)
        #expect(ExpressionScanner.scan(text, isLiteral: true).map(\.path) == [["b"], ["c"]])
    }

    @Test(
        "A text is JSON when it is once its expressions have values",
        arguments: [
            (#"{"a": "x {{b.c}}", "d": [{{e}}]}"#, #"{"a":"x {{b.c}}","d":["{{e}}"]}"#), ("{{a}}", #""{{a}}""#),
            (#"{"a": "\\{{b}}"}"#, #"{"a":"\\{{b}}"}"#), ("[1, 2]", "[1,2]"), ("{ a: 1 }", nil), ("{{a}}{{b}}", nil),
            ("", nil),
        ] as [(String, String?)])
    func json(text: String, value: String?) { #expect(JSONTemplate.value(text)?.text == value) }
}
