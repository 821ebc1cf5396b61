import JavaScript
import TestSupport
import Testing

/// Written again with a comment between any two tokens and every regular expression as an object of its own, a
/// text means the same to esbuild exactly when the tokens are the ones that esbuild sees.
@Suite("JavaScriptLexer and esbuild", .timeLimit(.minutes(10)))
struct EsbuildAgreementTests {
    @Test("They see the same tokens", arguments: Snippets.all)
    func agree(code: String) async throws {
        let plain = try await minified(code)
        #expect(plain.status == 0, "\(plain.stderr)")
        let apart = try await minified(Self.apart(code))
        #expect(apart.stdout == plain.stdout, "\(apart.stderr)")
    }

    @Test("They see the same regular expressions", arguments: Snippets.all)
    func agreeOnExpressions(code: String) async throws {
        let output = try await minified(Self.named(code))
        #expect(output.status == 0, "\(output.stderr)")
    }

    private func minified(_ code: String) async throws -> Command.Output {
        try await Command("esbuild", ["--loader=ts", "--format=esm", "--minify-whitespace", "--color=false"])
            .run(input: code)
    }

    private static func apart(_ code: String) -> String {
        let source = JavaScriptSource(code)
        var text = ""
        for token in source.tokens {
            switch token.kind {
            case .newline: text += "\n"
            case .lineComment, .blockComment, .whitespace, .hashbang: text += " "
            default: text += source.text(of: token) + " /**/ "
            }
        }
        return text
    }

    /// Where a division was taken for a regular expression, two values stand side by side: a syntax error.
    private static func named(_ code: String) -> String {
        let source = JavaScriptSource(code)
        return source.tokens.map { $0.kind == .regularExpression ? " RegExp " : source.text(of: $0) }.joined()
    }
}
