import JavaScript
import PluginMessages

/// The user's code with its expressions printed, and its tokens.
struct PrintedCode {
    /// UTF-8.
    let bytes: [UInt8]
    let outline: CodeOutline
    /// What has been read of it already.
    private let lexed: JavaScriptSource?
    /// `nil` when nothing in the code asks for it.
    let analysis: ScopeAnalysis?
    let field: String
    /// Variables whose names the code takes for its own: it reads them through ``alias(of:)``.
    let shadowed: [String]
    /// Names in the code that stand for values with other names, with the expressions of those values.
    var aliases: [(name: String, value: String)] = []
    /// Declarations that the code needs before it.
    var prologue: [ModuleImports.Alias] = []
    /// What was lifted out of it.
    var imports: [ImportStatement] = []

    init(
        _ bytes: [UInt8], _ outline: CodeOutline, analysis: ScopeAnalysis?, field: String, shadowed: [String],
        aliases: [(name: String, value: String)]
    ) {
        self.bytes = bytes
        self.outline = outline
        lexed = analysis?.source
        self.analysis = analysis
        self.field = field
        self.shadowed = shadowed
        self.aliases = aliases
    }

    /// Code that was changed.
    /// - Parameter analysis: Of the code before.
    init(
        _ source: JavaScriptSource, analysis: ScopeAnalysis?, field: String, shadowed: [String],
        aliases: [(name: String, value: String)]
    ) {
        bytes = source.bytes
        outline = CodeOutline(source.bytes)
        lexed = source
        self.analysis = analysis
        self.field = field
        self.shadowed = shadowed
        self.aliases = aliases
    }

    /// With the tokens, which are found when they are asked for.
    var source: JavaScriptSource { lexed ?? JavaScriptSource(bytes: bytes) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What expressions in the code call a variable that the code hides.
    static func alias(of variable: String) -> String { "$outer_\(variable)" }

    /// What the code's own names and those of others are called in it.
    var bound: [(name: String, value: String)] {
        shadowed.map { (Self.alias(of: $0), $0) } + aliases
    }

    /// The parameters that bring the aliases into a function; each has the variable as its default.
    var parameters: String {
        bound.map { "\($0.name): any = \($0.value)" }.joined(separator: ", ")
    }

    /// As an expression between brackets.
    func parenthesized() -> String {
        let expression = endsInLineComment ? "(\(text)\n)" : "(\(text))"
        guard !bound.isEmpty else { return expression }
        return analysis?.awaits != false
            ? "(await (async (\(parameters)) => \(expression))())" : "(((\(parameters)) => \(expression))())"
    }

    /// Whether the code has the name in it.
    func names(_ name: String) -> Bool {
        guard ByteSearch.count(of: name, in: bytes) > 0 else { return false }
        let source = source
        return source.tokens.contains { $0.kind == .identifier && source.spells($0, name) }
    }

    /// Whether what follows must stand on a line of its own.
    private var endsInLineComment: Bool { !outline.isPlain && source.tokens.last?.kind == .lineComment }
}

extension ValuePrinter {
    mutating func print(_ code: CodeText, as form: ScopeAnalysis.Form) -> PrintedCode {
        let bytes = bytes(of: code)
        let outline = CodeOutline(bytes)
        let roots = hiddenRoots(in: code, bytes, outline)
        let aliases = code.aliases.map { ($0.name, print($0.value)) }
        guard !roots.isEmpty || !aliases.isEmpty || outline.words.contains(.environment) else {
            return PrintedCode(bytes, outline, analysis: nil, field: code.field, shadowed: [], aliases: [])
        }
        var analysis = ScopeAnalysis(JavaScriptSource(bytes: bytes), as: form)
        let shadowed = analysis.boundNames.intersection(roots).sorted()
        guard !shadowed.isEmpty else {
            return PrintedCode(bytes, outline, analysis: analysis, field: code.field, shadowed: [], aliases: aliases)
        }
        aliased = Set(shadowed)
        defer { aliased = [] }
        let source = JavaScriptSource(bytes: self.bytes(of: code))
        analysis = ScopeAnalysis(source, as: form)
        return PrintedCode(source, analysis: analysis, field: code.field, shadowed: shadowed, aliases: aliases)
    }

    /// The variables in expressions of the code, and the helper that prints them, that are named in it outside of them
    /// too.
    private func hiddenRoots(in code: CodeText, _ bytes: [UInt8], _ outline: CodeOutline) -> Set<String> {
        var reads: [(root: String, count: Int)] = []
        func note(_ reference: Reference) {
            let root = root(of: reference)
            if let index = reads.firstIndex(where: { $0.root == root }) {
                reads[index].count += 1
            } else {
                reads.append((root, 1))
            }
        }
        for part in code.parts {
            switch part {
            case .code: continue
            case .reference(let reference), .interpolation(let reference): note(reference)
            case .string: part.visitReferences(note)
            }
        }
        guard !reads.isEmpty else { return [] }
        var roots: Set<String> = []
        for read in reads where ByteSearch.count(of: read.root, in: bytes) > read.count { roots.insert(read.root) }
        guard outline.words.contains(.textHelper) else { return roots }
        let namesHelper = code.parts.contains {
            if case .code(let text) = $0 { text.containsBytes(of: "$text") } else { false }
        }
        if namesHelper { roots.insert(Self.textHelper) }
        return roots
    }

    private mutating func bytes(of code: CodeText) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(Self.usualLength)
        for (index, part) in code.parts.enumerated() {
            switch part {
            case .code(let code): text += code.utf8
            case .reference(let reference): write(reference, to: &text)
            case .interpolation(let reference): text += "${\(printAsText(reference))}".utf8
            case .string(let parts, let quote):
                let literal = concatenation(parts, quote: quote)
                let isKey = isKey(
                    before: index > 0 ? code.parts[index - 1] : nil, after: code.parts.dropFirst(index + 1).first)
                text += (isKey ? "[\(literal)]" : "(\(literal))").utf8
            }
        }
        return text
    }

    /// What most code of a node does not exceed, in UTF-8: room for it is made at once.
    private static let usualLength = 256

    /// The texts stay in the quotes they were in, so that every escape keeps its meaning.
    private mutating func concatenation(_ parts: [TextPart], quote: Character) -> String {
        var pieces = parts.map { part in
            switch part {
            case .text(let raw): "\(quote)\(raw)\(quote)"
            case .reference(let reference): printAsText(reference)
            case .code(let code): printAsText(code)
            }
        }
        if pieces.isEmpty { pieces = ["\"\""] }
        return pieces.joined(separator: " + ")
    }

    /// Whether a string is the key of an object literal, which has to be computed then.
    private func isKey(before: CodeText.Part?, after: CodeText.Part?) -> Bool {
        guard case .code(let before)? = before, case .code(let after)? = after else { return false }
        let previous = before.utf8.last { !Self.isSpace($0) }
        return (previous == UInt8(ascii: "{") || previous == UInt8(ascii: ","))
            && after.utf8.first { !Self.isSpace($0) } == UInt8(ascii: ":")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension CodeText.Part {
    fileprivate func visitReferences(_ visit: (Reference) -> Void) {
        switch self {
        case .code: break
        case .reference(let reference), .interpolation(let reference): visit(reference)
        case .string(let parts, _):
            for part in parts {
                switch part {
                case .text: break
                case .reference(let reference): visit(reference)
                case .code(let code): for part in code.parts { part.visitReferences(visit) }
                }
            }
        }
    }
}

extension ScopeAnalysis {
    /// The names that the code declares; where it was not understood, all in it may be.
    fileprivate var boundNames: Set<String> {
        isComplete ? declaredNames : Set(tokens.lazy.filter { $0.kind == .identifier }.map { source.text(of: $0) })
    }
}
