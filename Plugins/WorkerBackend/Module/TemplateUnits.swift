import PluginMessages

/// The code of a program's plugin nodes: a constant for each node type and version.
struct TemplateUnits {
    private var names: [String] = []
    /// Whether the code of each may ask something of a binding.
    private var bindingUses: [Bool] = []
    private(set) var text = Printer()
    private(set) var library = LibraryCode()
    private(set) var environment = EnvironmentUses()
    private(set) var diagnostics: [Diagnostic] = []
    /// Whether their requests end with the attempt that makes them: see ``RuntimeHelper/signals``.
    private(set) var followsAttempts = false
    /// Whether their code may read an attempt's signal.
    private(set) var namesSignal = false

    /// - Parameter isDurable: Whether the nodes run in attempts of steps.
    init(
        _ templates: [NodeTemplate], credentials: CredentialCalls, imports: inout ModuleImports,
        hiddenGlobals: HiddenGlobals, isDurable: Bool
    ) {
        var taken: Set<String> = []
        for name in credentials.functions.sorted() { library.use(name) }
        for (index, template) in templates.enumerated() {
            var name = JavaScriptText.ownName("\(template.node)_\(template.version)")
            while !taken.insert(name).inserted { name += "_" }
            names.append(name)
            let unit = TemplateUnit(template)
            bindingUses.append(unit.reachesBindings)
            environment.merge(credentials.uses(unit.environment, of: index))
            var problem = unit.problem
            let aliases = unit.imports.flatMap {
                library.add($0, problem: &problem) ?? imports.add($0).map(\.declaration)
            }
            if let problem {
                diagnostics.append(
                    Diagnostic(
                        code: "worker.template.module",
                        message: "The code of \(template.node) \(template.version) cannot be used. \(problem)"))
            }
            text.line("/** The node \(template.node), version \(template.version). */")
            text.line("const \(name) = (() => {")
            namesSignal = namesSignal || unit.namesSignal
            let ownFetches = isDurable && unit.fetches
            if ownFetches {
                followsAttempts = true
                text.line(Self.ownFetch)
            }
            let declared = unit.declaredNames.union(ownFetches ? ["fetch"] : [])
            if let line = hiddenGlobals.declaration(for: unit.body, besides: declared) { text.line(line) }
            for alias in aliases { text.line(alias) }
            text.line(unit.body)
            text.line("})();")
            text.blank()
        }
        library.globals = hiddenGlobals
        guard isDurable else { return }
        library.fetch = Self.ownFetch
        followsAttempts = followsAttempts || library.fetches
        if followsAttempts { imports.add("node:async_hooks", "AsyncLocalStorage", as: "$AsyncLocalStorage") }
    }

    private static let ownFetch = "const fetch = $fetch;"

    func reachesBindings(_ index: Int) -> Bool { bindingUses.indices.contains(index) && bindingUses[index] }

    func name(of index: Int) -> String { names.indices.contains(index) ? names[index] : "undefined" }
}
