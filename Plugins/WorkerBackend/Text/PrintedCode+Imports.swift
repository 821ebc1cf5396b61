import JavaScript

extension PrintedCode {
    /// The code without its imports, line for line; they become the module's.
    /// - Parameter hidden: Names that mean something else where the code runs.
    func lifting(into imports: inout ModuleImports, hidden: Set<String>) -> PrintedCode {
        let source = source
        let top = TopLevel(source)
        let statements = top.imports
        guard !statements.isEmpty else { return self }
        var edit = TextEdit()
        var prologue: [ModuleImports.Alias] = []
        for statement in statements {
            edit.blank(top.range(statement.tokens.lowerBound, statement.tokens.upperBound - 1), in: source)
            prologue += imports.add(statement, hidden: hidden)
        }
        var code = PrintedCode(
            JavaScriptSource(edit.applied(to: source)), analysis: analysis, field: field, shadowed: shadowed,
            aliases: aliases)
        code.prologue = prologue
        code.imports = statements
        return code
    }
}
