import NodeLibrary

/// What a module holds of the nodes' library: what its templates import, and what that needs in turn.
struct LibraryCode {
    /// What the library is called in a module; nodes have no such name.
    static let name = "$node"

    private var used: Set<String> = []
    /// A statement that declares the `fetch` of its code; empty for the platform's.
    var fetch = ""

    /// Globals that mean something else in the module.
    var globals = HiddenGlobals()

    /// Whether what is used makes requests. The library is read for the first program that uses some of it.
    var fetches: Bool {
        !used.isEmpty && LibraryPart.all.contains { used.contains($0.name) && $0.mentions.contains("fetch") }
    }

    /// - Parameter problem: Set when the library has not what is imported.
    /// - Returns: What the importing code must declare to see the names under its own; `nil` for another module.
    mutating func add(_ statement: ImportStatement, problem: inout String?) -> [String]? {
        guard statement.module.dropFirst().dropLast() == NodeLibrary.module else { return nil }
        return statement.names.flatMap { name -> [String] in
            guard case .named(let imported) = name.kind else {
                problem = "It imports all of \(NodeLibrary.module): import what it uses by name, in braces."
                return []
            }
            guard let part = LibraryPart.all.first(where: { $0.isExported && $0.name == imported }) else {
                problem = "\(NodeLibrary.module) has no \"\(imported)\"."
                return []
            }
            use(part)
            let alias = "\(name.local) = \(Self.name).\(imported);"
            switch part.kind {
            case .value: return ["const \(alias)"]
            case .type: return ["type \(alias)"]
            case .both: return name.isType ? ["type \(alias)"] : ["type \(alias)", "const \(alias)"]
            }
        }
    }

    /// Brings what generated code calls of the library by itself.
    mutating func use(_ name: String) {
        if let part = LibraryPart.all.first(where: { $0.name == name }) { use(part) }
    }

    private mutating func use(_ part: LibraryPart) {
        guard used.insert(part.name).inserted else { return }
        for other in LibraryPart.all where part.mentions.contains(other.name) { use(other) }
    }

    /// A namespace, so that its types can be named too, and nothing in it meets the user's names.
    var text: Printer {
        var out = Printer()
        guard !used.isEmpty else { return out }
        out.line("/** What the code of nodes shares. */")
        out.line("namespace \(Self.name) {")
        if !fetch.isEmpty, fetches { out.line(fetch) }
        let parts = LibraryPart.all.filter { used.contains($0.name) }
        let own = Set(parts.map(\.name)).union(fetch.isEmpty || !fetches ? [] : ["fetch"])
        if let line = globals.declaration(for: parts.map(\.text).joined(separator: "\n"), besides: own) {
            out.line(line)
        }
        for part in parts { out.line(part.text) }
        out.line("}")
        out.blank()
        return out
    }
}
