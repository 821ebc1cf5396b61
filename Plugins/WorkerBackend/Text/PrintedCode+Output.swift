import JavaScript

extension PrintedCode {
    /// The code with a mark at its assignments to `_output`: a loop has the value that was assigned, `undefined` too.
    /// - Parameter mark: What is assigned as well, such as `$assigned3[0]`.
    func markingOutput(with mark: String) -> PrintedCode {
        let source = source
        let analysis = ScopeAnalysis(source)
        guard analysis.isComplete else { return self }
        var edit = TextEdit()
        for reference in analysis.freeReferences where analysis.spells(reference.token, "_output") {
            guard Self.assignments.contains(where: { analysis.spells(reference.token + 1, $0) }),
                analysis.beginsAssignment(at: reference.token)
            else { continue }
            let start = analysis.tokens[reference.token].range.lowerBound
            edit.replace(start..<start, with: "\(mark) = ")
        }
        var code = PrintedCode(
            JavaScriptSource(edit.applied(to: source)), analysis: self.analysis, field: field,
            shadowed: shadowed, aliases: aliases)
        code.prologue = prologue
        code.imports = imports
        return code
    }

    /// Others than `&&=` leave no value undefined that was assigned, or assign it.
    private static let assignments = ["=", "??=", "||="]
}

extension ScopeAnalysis {
    /// Whether an assignment to the name at a token is an expression of its own, rather than a part of a pattern, where `=`
    /// stands before a default.
    fileprivate func beginsAssignment(at token: Int) -> Bool {
        if ["[", ",", ":"].contains(where: { spells(token - 1, $0) }) { return false }
        guard spells(token - 1, "{") else { return true }
        // A pattern or a block.
        return token == 1
            || [")", ";", "{", "}", "=>", "else", "try", "finally", "do", "catch"].contains { spells(token - 2, $0) }
    }
}
