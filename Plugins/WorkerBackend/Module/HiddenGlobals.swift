import JavaScript

/// Globals that trigger code gives another meaning in the module: what it declares or imports there has their names. Code
/// that is not its own keeps the platform's.
struct HiddenGlobals {
    let names: Set<String>

    init() { names = [] }

    /// - Parameter declared: The names of values that trigger code has in the module.
    init(_ declared: Set<String>) { names = declared.filter(JavaScriptGlobals.contains) }

    /// A global as generated code of the module names it.
    func qualified(_ name: String) -> String { names.contains(name) ? "(globalThis as any).\(name)" : name }

    /// The declaration that brings the platform's globals into a scope; `nil` where the code in it names none of them.
    /// - Parameter own: What the scope declares itself.
    func declaration(for code: String, besides own: Set<String> = []) -> String? {
        guard !names.isEmpty else { return nil }
        let source = JavaScriptSource(code)
        let words = Set(source.tokens.lazy.filter { $0.kind == .identifier }.map(source.text))
        let needed = names.subtracting(own).intersection(words).sorted()
        return needed.isEmpty ? nil : "const { \(needed.joined(separator: ", ")) } = globalThis as any;"
    }

    /// A helper with the platform's globals.
    func qualifying(_ helper: String) -> String {
        guard !names.isEmpty else { return helper }
        let source = JavaScriptSource(helper)
        let analysis = ScopeAnalysis(source)
        var edit = TextEdit()
        for reference in analysis.freeReferences where names.contains(analysis.text(of: reference)) {
            let start = analysis.tokens[reference.token].range.lowerBound
            edit.replace(start..<start, with: "(globalThis as any).")
        }
        return edit.applied(to: source)
    }
}
