import JavaScript

/// Syntax that runtimes accept and older versions of esbuild do not.
enum NewerSyntax: CaseIterable {
    case usingDeclaration, accessorField, constTypeParameter, importAttributes, importPhase, classExpressionDecorator

    /// The construct at which esbuild stopped; `nil` when it is none of these.
    /// - Parameters:
    ///   - line: From 1.
    ///   - column: In UTF-8, from 0.
    init?(in text: String, line: Int, column: Int) {
        let source = JavaScriptSource(text)
        let tokens = source.significantTokens
        let lines = LineBreaks.lines(of: source.bytes)
        guard lines.indices.contains(line - 1) else { return nil }
        let start = lines[line - 1].lowerBound
        guard let index = tokens.firstIndex(where: { $0.range.upperBound > start + column }) else { return nil }
        func spells(_ distance: Int, _ word: String) -> Bool {
            tokens.indices.contains(index + distance) && source.spells(tokens[index + distance], word)
        }
        let isName = tokens[index].kind == .identifier
        if spells(-1, "using"), isName {
            self = .usingDeclaration
        } else if spells(-1, "accessor") {
            self = .accessorField
        } else if spells(0, "const") && spells(-1, "<") || spells(-1, "const") && spells(-2, "<") {
            self = .constTypeParameter
        } else if spells(0, "with"), index > 0, case .string = tokens[index - 1].kind {
            self = .importAttributes
        } else if spells(-2, "import"), spells(-1, "defer") || spells(-1, "source") {
            self = .importPhase
        } else if spells(-1, "import"), spells(0, "defer") || spells(0, "source") {
            // In a function, where no import may be: those without a phase were lifted out of it.
            self = .importPhase
        } else if spells(0, "@") {
            self = .classExpressionDecorator
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .usingDeclaration: "A \"using\" declaration"
        case .accessorField: "An \"accessor\" field"
        case .constTypeParameter: "A \"const\" type parameter"
        case .importAttributes: "An import attribute (\"with\")"
        case .importPhase: "An import phase (\"defer\", \"source\")"
        case .classExpressionDecorator: "A decorator at this place"
        }
    }

    /// What to write instead.
    var alternative: String {
        switch self {
        case .usingDeclaration: "Declare the value with \"const\" and release it in a \"finally\" block"
        case .accessorField: "Write a private field with \"get\" and \"set\""
        case .constTypeParameter: "Omit \"const\", and write \"as const\" where the value is"
        case .importAttributes: "Write \"await import(path, { with: { … } })\""
        case .importPhase: "Write a plain \"import\""
        case .classExpressionDecorator: "Decorate a class declaration"
        }
    }
}
