/// Names that code can and cannot use.
package enum JavaScriptName {
    /// A name of ASCII letters, digits, `_` and `$` that is no reserved word.
    package static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy(isPart) && !isReserved(text)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default: false
        }
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
    private static let reservedWords: Set<String> = [
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
        "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return",
        "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
        "arguments", "eval", "async", "of", "type", "declare", "any", "abstract", "namespace", "module",
    ]
}
