/// Names that code can and cannot use.
package enum JavaScriptName {
    /// A name as Unicode's identifiers are (ECMAScript 2025, section 12.7) other than a reserved word.
    package static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isStart(first) else { return false }
        return text.unicodeScalars.dropFirst().allSatisfy { isStart($0) || isContinued($0) } && !isReserved(text)
    }

    private static func isStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.properties.isIDStart
    }

    /// The two joiners, besides what Unicode has.
    private static func isContinued(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIDContinue || scalar.value == 0x200C || scalar.value == 0x200D
    }

    package static func isReserved(_ name: String) -> Bool { reservedWords.contains(name) }

    /// Whether a name begins as only those of generated code do.
    package static func isOurs(_ name: String) -> Bool { name.hasPrefix("$") || name.hasPrefix("__") }

    /// What a run and the handlers around it bind.
    package static let boundInRuns: Set<String> = [
        "event", "env", "step", "ctx", "request", "trigger", "graph", "runGraph", "Env", "WorkflowEntrypoint",
        "NonRetryableError", "undefined", "NaN", "Infinity", "globalThis",
    ]

    /// What code may expect to be there; shadowing it would surprise.
    package static let globals: Set<String> = [
        "fetch", "Response", "Request", "Headers", "URL", "URLSearchParams", "Promise", "Array", "Object", "String",
        "Number", "BigInt", "Boolean", "JSON", "Math", "Date", "Error", "TypeError", "RangeError", "Symbol", "RegExp",
        "Map", "Set", "WeakMap", "WeakSet", "Uint8Array", "ArrayBuffer", "console", "crypto", "AbortSignal",
        "AbortController", "TextEncoder", "TextDecoder", "FormData", "Blob", "ReadableStream", "setTimeout",
        "clearTimeout", "structuredClone", "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent",
        "decodeURIComponent", "atob", "btoa", "Intl", "err",
    ]

    /// ECMAScript 2025, "Keywords and Reserved Words", in modules; then what strict code must not bind, and
    /// TypeScript's words that confuse where a statement begins.
    package static let reservedWords: Set<String> = [
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
        "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return",
        "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
        "arguments", "eval", "async", "of", "type", "declare", "any", "abstract", "namespace", "module",
    ]
}
