import IR
import Testing

@Suite("ExpressionScanner")
struct ExpressionScannerTests {
    @Test(
        "Finds paths between double braces",
        arguments: [
            ("{{a}}", [["a"]]), ("{{ a.b }}", [["a", "b"]]),
            ("x {{a-1.b_2.0}} y {{c}}", [["a-1", "b_2", "0"], ["c"]]),
            ("{{a[0].b[12]}}", [["a", "0", "b", "12"]]), ("{{{a.b}}}", [["a", "b"]]), ("{{a}}{{b}}", [["a"], ["b"]]),
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
}
