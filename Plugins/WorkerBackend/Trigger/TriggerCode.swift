import JavaScript
import PluginMessages

/// A workflow's own handlers, as its trigger code gives them.
struct TriggerCode {
    enum Form: Equatable {
        /// The body of `fetch`.
        case body
        /// Module scope, with a function for `fetch` when one is annotated so.
        case module(fetch: String?)
    }

    let form: Form
    /// Whether it takes the place of the default handler of requests.
    var answersRequests: Bool { form != .module(fetch: nil) }
    /// The code without imports and annotations, line for line.
    let text: String
    let imports: [ImportStatement]
    let queues: [QueueHandler]
    let durableObjects: [DurableObjectClass]
    let environment: EnvironmentUses
    /// The names that it binds in the module.
    let declaredNames: Set<String>
    let hiddenGlobals: HiddenGlobals
    let diagnostics: [Diagnostic]
    /// A warning about code that answers no request, if it has errors of no other kind.
    let missingResponse: Diagnostic?

    init(_ code: String) {
        let source = JavaScriptSource(code)
        let top = TopLevel(source)
        imports = top.imports
        var edit = TextEdit()
        for statement in imports {
            edit.blank(top.range(statement.tokens.lowerBound, statement.tokens.upperBound - 1), in: source)
        }
        var reader = AnnotationReader(top: top, edit: edit)
        reader.read()
        durableObjects = top.durableObjects
        // Classes of Durable Objects are the module's, whoever answers requests.
        let isModule = reader.isAnnotated || !durableObjects.isEmpty && !top.returns
        if !isModule { reader.reportExports() } else if !reader.isAnnotated { reader.reportDefaultExports() }
        if let problem = CodeBalance.problem(in: source) {
            reader.report("worker.trigger.unbalanced", problem.message, line: problem.line)
        }
        form = isModule ? .module(fetch: reader.fetch) : .body
        let analysis = ScopeAnalysis(source)
        declaredNames = isModule ? top.declaredNames.union(analysis.moduleNames) : []
        let imported = imports.flatMap(\.names).filter { !$0.isType }.map(\.local)
        hiddenGlobals = isModule ? HiddenGlobals(analysis.moduleValues.union(imported)) : HiddenGlobals()
        for invalid in InvalidRegularExpression.all(in: analysis) {
            reader.report(
                "worker.trigger.regularExpression",
                "\(invalid.text) is not a valid regular expression: \(invalid.reason).",
                line: source.line(at: invalid.offset))
        }
        environment =
            EnvironmentScanner(
                analysis, parameters: top.environmentParameters, ownsClasses: true
            ).uses
        queues = reader.queues
        diagnostics = reader.diagnostics
        text = reader.edit.applied(to: source)
        missingResponse = diagnostics.isEmpty ? Self.missingResponse(in: reader, of: source, text: text) : nil
    }

    private static func missingResponse(
        in reader: AnnotationReader, of source: JavaScriptSource, text: String
    ) -> Diagnostic? {
        guard reader.isAnnotated else {
            return MissingResponse(source, body: JavaScriptSource(text))?.diagnostic
        }
        guard let (annotation, body) = reader.fetchBody else { return nil }
        return MissingResponse(source, annotation: annotation, body: JavaScriptSource(source.text(body)))?.diagnostic
    }

    /// Errors about names that the generated module needs for itself.
    /// - Parameter module: What it declares besides this code.
    func conflicts(with module: Set<String>) -> [Diagnostic] {
        let source = JavaScriptSource(text)
        // What else it imports is the same import; in a function's body its names are its own.
        let imported =
            form == .body ? [] : imports.flatMap { $0.names.map(\.local) }.filter { !Self.shared.contains($0) }
        return declaredNames.union(imported).intersection(module).sorted().map { name in
            let token = source.tokens.first { $0.kind == .identifier && source.spells($0, name) }
            return Diagnostic(
                code: "worker.trigger.name",
                message: "\"\(name)\" is a name of the generated module. Rename it.", pointer: "/triggerCode",
                line: token.map { source.line(at: $0.range.lowerBound) })
        }
    }

    /// Warnings about names that nothing defines.
    /// - Parameter module: What the generated module declares besides this code.
    func undefinedNames(besides module: Set<String>) -> [Diagnostic] {
        guard diagnostics.isEmpty else { return [] }
        var bound = module.union(imports.flatMap { $0.names.map(\.local) })
        if form == .body { bound.formUnion(["request", "env", "ctx"]) }
        return UndefinedName.all(in: JavaScriptSource(text), bound: bound).map(\.diagnostic)
    }
}

extension TriggerCode {
    /// What the module may import for itself, too.
    private static let shared: Set<String> = ["WorkflowEntrypoint", "NonRetryableError"]
}

extension ScopeAnalysis {
    /// The names that a module declares.
    fileprivate var moduleNames: Set<String> { names { _ in true } }

    /// Those that are there when it runs.
    fileprivate var moduleValues: Set<String> { names { $0.kind != .type } }

    private func names(where isIncluded: (Declaration) -> Bool) -> Set<String> {
        Set(
            declarations.filter { $0.isTopLevel && $0.kind != .import && $0.kind != .parameter && isIncluded($0) }
                .compactMap { $0.token.map { text($0) } })
    }
}
