import JavaScript

/// The imports of a module, gathered from all its parts: each name once.
struct ModuleImports: Equatable {
    private struct Key: Hashable {
        let module: String
        let kind: ImportStatement.Name.Kind
    }

    private struct Source: Equatable {
        let module: String
        let attributes: String?
        var names: [ImportStatement.Name] = []
    }

    private var sources: [Source] = []
    private var taken: [String: Key] = [:]

    /// Names that no import may have.
    private var reserved: Set<String>

    init(reserved: Set<String>) { self.reserved = reserved }

    var names: Set<String> { Set(taken.keys) }

    /// Adds an import for code that sees it under its own names.
    mutating func add(_ module: String, _ names: String..., areTypes: Bool = false) {
        for name in names { add(module, name, as: name, isType: areTypes) }
    }

    /// Adds an import under a name that no other code has.
    mutating func add(_ module: String, _ name: String, as local: String, isType: Bool = false) {
        add(
            ImportStatement.Name(kind: .named(name), local: local, isType: isType),
            from: JavaScriptText.string(module), nil)
    }

    /// What the importing code declares to see an import under its own name.
    struct Alias: Equatable {
        let name: String
        let local: String
        let isType: Bool

        var declaration: String { "\(isType ? "type" : "const") \(name) = \(local);" }
    }

    /// Adds the imports of code in a function. Its names must not become the module's where they mean something else
    /// already: to the helpers, which use the platform's globals, or to other code.
    /// - Parameter hidden: Names that mean something else where the code stands.
    /// - Returns: What the code must declare before it.
    @discardableResult
    mutating func add(_ statement: ImportStatement, hidden: Set<String> = []) -> [Alias] {
        add(statement) { Self.isShared($0) || hidden.contains($0) }
    }

    /// Adds the imports of code that is the module's own: its names are those of the module.
    mutating func add(toModule statement: ImportStatement) -> [Alias] { add(statement) { _ in false } }

    private mutating func add(_ statement: ImportStatement, isRenamed: (String) -> Bool) -> [Alias] {
        if statement.names.isEmpty { _ = index(of: statement.module, statement.attributes) }
        return statement.names.compactMap { name in
            let key = Key(module: statement.module, kind: name.kind)
            if !isReserved(name.local), !isRenamed(name.local), taken[name.local] == nil || taken[name.local] == key {
                add(name, from: statement.module, statement.attributes)
                return nil
            }
            var local = "$imported_" + JavaScriptText.ownName(name.local).dropFirst()
            while isReserved(local) || taken[local].map({ $0 != key }) == true { local += "_" }
            let renamed = ImportStatement.Name(kind: name.kind, local: local, isType: name.isType)
            add(renamed, from: statement.module, statement.attributes)
            return Alias(name: name.local, local: local, isType: name.isType)
        }
    }

    /// Whether other code of the module counts on what a name means: a global, or a name of generated code.
    private static func isShared(_ name: String) -> Bool { JavaScriptGlobals.contains(name) || name.hasPrefix("$") }

    private func isReserved(_ name: String) -> Bool { reserved.contains(name) || RuntimeHelper.declares(name) }

    private mutating func add(_ name: ImportStatement.Name, from module: String, _ attributes: String?) {
        let index = index(of: module, attributes)
        if taken.updateValue(Key(module: module, kind: name.kind), forKey: name.local) != nil {
            // Imported as a type and as a value: the value is both.
            guard !name.isType else { return }
            sources[index].names.removeAll { $0.local == name.local }
        }
        sources[index].names.append(name)
    }

    private mutating func index(of module: String, _ attributes: String?) -> Int {
        if let index = sources.firstIndex(where: { $0.module == module && $0.attributes == attributes }) {
            return index
        }
        sources.append(Source(module: module, attributes: attributes))
        return sources.count - 1
    }

    /// One statement a line, in the order of first use.
    var lines: [String] {
        sources.flatMap { source in
            let from = "\(source.module)\(source.attributes.map { " with \($0)" } ?? "");"
            guard !source.names.isEmpty else { return ["import \(from)"] }
            return source.names.compactMap { Self.clause($0, from) }
                + [false, true].compactMap { Self.named(source.names, areTypes: $0, from) }
        }
    }

    private static func clause(_ name: ImportStatement.Name, _ from: String) -> String? {
        let type = name.isType ? "type " : ""
        switch name.kind {
        case .default: return "import \(type)\(name.local) from \(from)"
        case .namespace: return "import \(type)* as \(name.local) from \(from)"
        case .named: return nil
        }
    }

    private static func named(_ names: [ImportStatement.Name], areTypes: Bool, _ from: String) -> String? {
        let specifiers = names.compactMap { name -> String? in
            guard name.isType == areTypes, case .named(let imported) = name.kind else { return nil }
            return imported == name.local ? imported : "\(imported) as \(name.local)"
        }
        guard !specifiers.isEmpty else { return nil }
        return "import \(areTypes ? "type " : ""){ \(specifiers.joined(separator: ", ")) } from \(from)"
    }
}
