/// Finds what declares the names that are used.
extension ScopeParser {
    /// Finds the declaration of each name that the code declares.
    mutating func resolve() {
        guard !declarations.isEmpty else { return }
        // Most code declares few names: to compare them is quicker than to number them all.
        if declarations.count <= Self.usualNesting { return resolve { $0.firstDeclaration(of: $1, in: $2) } }
        var names = ScopeNames(atMost: tokens.count)
        let table = declarationsByKey(&names)
        resolve { table[Self.key($2, names.number(of: $0.tokens[$1].range, in: $0.bytes))] }
    }

    /// - Parameter declaration: That of the name at a token in a scope.
    private mutating func resolve(_ declaration: (ScopeParser, Int, Int) -> Int?) {
        for index in references.indices {
            let token = references[index].token
            let isThis = symbol(at: token) == .this || symbol(at: token) == .arguments
            var scope = references[index].scope
            while scope >= 0 {
                if let found = isThis ? ownThis[scope] : declaration(self, token, scope) {
                    setDeclaration(found, of: index)
                    break
                }
                scope = parents[scope]
            }
        }
    }

    private func firstDeclaration(of token: Int, in scope: Int) -> Int? {
        declarations.firstIndex { declaration in
            declaration.scope == scope && declaration.token.map { spells($0, asAt: token) } ?? false
        }
    }

    private func spells(_ token: Int, asAt other: Int) -> Bool {
        let (range, otherRange) = (tokens[token].range, tokens[other].range)
        guard range.count == otherRange.count else { return false }
        return range.allSatisfy { bytes[$0] == bytes[$0 - range.lowerBound + otherRange.lowerBound] }
    }

    private func declarationsByKey(_ names: inout ScopeNames) -> [UInt64: Int] {
        var table: [UInt64: Int] = [:]
        for (index, declaration) in declarations.enumerated() {
            guard let token = declaration.token else { continue }
            let key = Self.key(declaration.scope, names.number(of: tokens[token].range, in: bytes))
            if table[key] == nil { table[key] = index }
        }
        return table
    }

    private static func key(_ scope: Int, _ name: Int) -> UInt64 { UInt64(scope) << 32 | UInt64(name) }
}
