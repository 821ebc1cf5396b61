import IR

/// Names for what nodes make: unique, and none that means something else where the code runs.
struct Names: Sendable {
    /// The variable that holds each node's value.
    let variables: [String]
    /// The name of each node's durable step.
    let stepNames: [String]

    /// What the emitted function and its module bind. Names that begin with `$` are the backend's own, and no
    /// node id can begin so.
    private static let taken: Set<String> = [
        "event", "env", "step", "ctx", "request", "trigger", "err", "graph", "runGraph", "Env", "WorkflowEntrypoint",
        "NonRetryableError", "undefined", "NaN", "Infinity", "globalThis", "fetch", "Response", "Request", "Headers",
        "URL", "Promise", "Array", "Object", "String", "Number", "Boolean", "JSON", "Math", "Date", "Error", "Symbol",
        "Map", "Set", "console", "crypto", "AbortSignal",
    ]

    /// ECMAScript 2025, "Keywords and Reserved Words", in modules.
    private static let reservedWords: Set<String> = [
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
        "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return",
        "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
        "arguments", "eval", "async", "of", "type", "declare", "any",
    ]

    init(_ nodes: [WorkflowNode]) {
        var used = Self.taken
        variables = nodes.map { node in
            var name = String(
                decoding: node.id.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
            if name.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true { name = "_\(name)" }
            return Self.unique(name, &used) { "\(name)_\($0)" }
        }
        let counts = Dictionary(nodes.map { ($0.name, 1) }, uniquingKeysWith: +)
        var usedSteps: Set<String> = []
        stepNames = nodes.map { node in
            let name = counts[node.name] == 1 ? node.name : "\(node.name) (\(node.id))"
            return Self.unique(name, &usedSteps) { "\(name) #\($0)" }
        }
    }

    private static func unique(_ name: String, _ used: inout Set<String>, _ numbered: (Int) -> String) -> String {
        var candidate = name
        var number = 1
        while Self.reservedWords.contains(candidate) || !used.insert(candidate).inserted {
            number += 1
            candidate = numbered(number)
        }
        return candidate
    }
}
