import JavaScript
import PluginMessages

/// A plugin node's module as a function in another module: what it declares stays its own.
struct TemplateUnit {
    let imports: [ImportStatement]
    /// The statements of the function, which end with the return of the module's default export.
    let body: String
    let environment: EnvironmentUses
    /// Whether it may ask something of a binding, as opposed to reading variables.
    let reachesBindings: Bool
    /// The names that it has of its own in the function.
    let declaredNames: Set<String>
    /// Whether it names the platform's `fetch`.
    let fetches: Bool
    /// Whether it may read the signal of its call.
    let namesSignal: Bool
    let problem: String?

    init(_ template: NodeTemplate) {
        let source = JavaScriptSource(template.source)
        let top = TopLevel(source)
        imports = top.imports
        namesSignal = top.tokens.indices.contains { top.spells($0, "signal") }
        declaredNames = top.declaredNames.union(imports.flatMap(\.names).map(\.local))
        fetches = top.tokens.indices.contains { top.spells($0, "fetch") } && !declaredNames.contains("fetch")
        var builder = Builder(top: top)
        for statement in imports {
            builder.edit.blank(top.range(statement.tokens.lowerBound, statement.tokens.upperBound - 1), in: source)
        }
        for index in top.indexes where top.spells(index, "export") { builder.export(at: index) }
        environment =
            EnvironmentScanner(
                ScopeAnalysis(source), parameters: builder.parameter.map { [$0] } ?? [], holdsParameters: true,
                ownsClasses: true
            ).uses
        let members = environment
        reachesBindings =
            members.names.contains { (members.kinds[$0] ?? BindingKind(name: $0)) != .variable }
            || !members.unknownBindings.isEmpty || top.readsComputedMembers
        let text = builder.edit.applied(to: source)
        body = "\(text.drop { $0.isNewline })\(text.last?.isNewline == true ? "" : "\n")return \(builder.name ?? "");"
        if let unbalanced = CodeBalance.problem(in: source) {
            problem = "line \(unbalanced.line): \(unbalanced.message)"
        } else {
            problem = builder.problem ?? (builder.name == nil ? "It has no default export." : nil)
        }
    }

    private struct Builder {
        let top: TopLevel
        var edit = TextEdit()
        /// Of the default export.
        var name: String?
        /// The token at which its first parameter begins.
        var parameter: Int?
        var problem: String?

        mutating func export(at index: Int) {
            if top.spells(index + 1, "default") {
                exportDefault(at: index)
            } else if top.spells(index + 1, "*") {
                problem = "It exports what another module does."
            } else if top.spells(index + 1, "{") || top.spells(index + 1, "type") && top.spells(index + 2, "{") {
                exportList(at: index)
            } else {
                edit.replace(top.tokens[index].range, with: "")
            }
        }

        private mutating func exportDefault(at index: Int) {
            let isAsync = top.spells(index + 2, "async") && top.spells(index + 3, "function")
            guard isAsync || top.spells(index + 2, "function") else {
                name = "$default"
                return edit.replace(top.range(index, index + 1), with: "const $default =")
            }
            edit.replace(top.range(index, index + 1), with: "")
            let next = index + (isAsync ? 4 : 3)
            if top.isName(next) {
                name = top.text(next)
                parameter = next + 2
            } else {
                name = "$default"
                parameter = next + 1
                let end = top.tokens[next - 1].range.upperBound
                edit.replace(end..<end, with: " $default")
            }
        }

        /// `export { a, b as default };`
        private mutating func exportList(at index: Int) {
            guard let end = top.end(of: top.spells(index + 1, "{") ? index + 1 : index + 2) else { return }
            guard !top.spells(end + 1, "from") else { return problem = "It exports what another module does." }
            for inner in index..<end where top.spells(inner, "as") && top.spells(inner + 1, "default") {
                name = top.text(inner - 1)
            }
            let last = top.spells(end + 1, ";") ? end + 1 : end
            edit.replace(top.range(index, last), with: "")
        }
    }
}

extension TopLevel {
    /// Whether there is `env[…]` with a name that the program computes.
    fileprivate var readsComputedMembers: Bool {
        tokens.indices.contains { index in
            guard spells(index, "env") else { return false }
            let bracket = spells(index + 1, "?.") ? index + 2 : index + 1
            guard spells(bracket, "["), tokens.indices.contains(bracket + 1) else { return false }
            if case .string = tokens[bracket + 1].kind { return false }
            return true
        }
    }
}
