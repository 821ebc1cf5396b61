import JavaScript
import TestSupport
import Testing

@testable import WorkerBackend

@Suite("What one pass over code shows", .timeLimit(.minutes(10)))
struct CodeOutlineTests {
    private static let pieces = [
        "(", ")", "[", "]", "{", "}", "`", "`", "${", "'", "'", "\"", "\"", "\\", "/", "//", "/*", "*/", "\n", "\r",
        " ",
        "  ", ";", ",", "=", ".", "env", "ctx", "fetch", "import", "export", "return", "$text", "a", "1", "1env",
        "0x1F",
        "1e5ctx", "é", "#", "!", "`a ${env.A} b`", "(a)", "{ b }", "[1]", "'c'", "\\u0061", "{{a.b}}",
    ]

    private static let words: [(String, CodeOutline.Words)] = [
        ("env", .environment), ("ctx", .context), ("fetch", .fetch), ("import", .imports), ("export", .exports),
        ("return", .returns), ("$text", .textHelper),
    ]

    @Test("The outline says of no code what its tokens do not")
    func agreesWithTokens() {
        var random = SeededGenerator(seed: 17)
        var plain = 0
        for _ in 0..<20_000 {
            let code = (0..<Int.random(in: 1...9, using: &random))
                .map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let source = JavaScriptSource(code)
            let outline = CodeOutline(source.bytes)
            for (word, mark) in Self.words where source.tokens.contains(where: { source.spells($0, word) }) {
                #expect(outline.words.contains(mark), "\(word) in \(code)")
            }
            guard outline.isPlain else { continue }
            plain += 1
            #expect(CodeBalance.problem(in: source) == nil, "\(code)")
            #expect(!source.tokens.contains { Self.isSlashed($0.kind) }, "\(code)")
            let long = source.tokens.contains { token in
                token.isLiteral && source.bytes[token.range].contains { $0 == 0x0A || $0 == 0x0D }
            }
            #expect(outline.hasLongLiteral == long, "\(code)")
            guard !long else { continue }
            #expect(indented(source, tokens: nil) == indented(source, tokens: source.tokens), "\(code)")
        }
        #expect(plain > 1_000)
    }

    private static func isSlashed(_ kind: JavaScriptToken.Kind) -> Bool {
        switch kind {
        case .lineComment, .blockComment, .regularExpression, .hashbang: true
        default: false
        }
    }

    private func indented(_ source: JavaScriptSource, tokens: [JavaScriptToken]?) -> [UInt8] {
        var output: [UInt8] = []
        IndentedCode(source.bytes, tokens: tokens).write(margin: 4, to: &output)
        return output
    }
}

extension JavaScriptToken {
    fileprivate var isLiteral: Bool {
        switch kind {
        case .string, .template: true
        default: false
        }
    }
}
