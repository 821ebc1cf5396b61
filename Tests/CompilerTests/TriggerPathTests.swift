import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Paths of HTTP triggers", .timeLimit(.minutes(10)))
struct TriggerPathTests {
    private func problems(_ path: String) -> [Diagnostic] {
        let document = TestDocument(entry: "a").step("a", "return 1;")
            .json(changing: ["trigger": ["type": "http", "path": .string(path)]])
        return Compiler(catalog: TestCatalog()).lower(document, CompileRequest()).diagnostics
    }

    @Test(
        "One that no request can have is an error that says why",
        arguments: [
            ("/a?b=c", "query"), ("?b", "query"), ("/a#b", "fragment"), ("https://example.com/a", "scheme"),
            ("/a\nb", "control characters"), ("/\u{7F}", "control characters"),
        ])
    func impossible(path: String, words: String) throws {
        let found = try #require(problems(path).first)
        #expect(found.severity == .error && found.code == "ir.trigger.path" && found.pointer == "/trigger/path")
        #expect(found.message.contains(words) && found.message.contains("/orders"), "\(found.message)")
    }

    @Test(
        "One that looks like a pattern is a warning that names the part",
        arguments: [("/users/:id", ":id"), ("/files/*", "*"), ("/{{env.A}}/b", "{{env.A}}"), ("/a/{id}", "{id}")])
    func pattern(path: String, part: String) throws {
        let found = try #require(problems(path).first)
        #expect(found.severity == .warning && found.code == "ir.trigger.path")
        #expect(found.message.contains("\"\(part)\""), "\(found.message)")
    }

    @Test("Others are paths", arguments: ["", "/", "orders", "/orders/", "/a b/é", "/a%20b", "/a:b", "/a/../b"])
    func possible(path: String) { #expect(problems(path).isEmpty) }
}
