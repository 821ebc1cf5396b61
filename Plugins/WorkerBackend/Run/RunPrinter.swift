import JSON
import JavaScript
import PluginMessages

/// Prints a program's statements: the body of a workflow's `run`, or of a script's `runGraph`.
struct RunPrinter {
    let program: Program
    let limits: WorkerLimits
    let division: Division
    let facts: ProgramFacts
    let services: ServiceBindings
    let templates: TemplateUnits
    var out = Printer()
    var values: ValuePrinter
    var scope = RunScope()
    /// Those of the node at hand.
    var settings = NodeSettings()
    let packages: PackageImports
    /// Globals that mean something else in the module: the run has them under their names.
    let hiddenGlobals: Set<String>
    /// Of the module; code brings some of its own.
    var imports: ModuleImports
    var helpers: Set<RuntimeHelper> = []
    var environment = EnvironmentUses()
    var diagnostics: [Diagnostic] = []

    /// - Parameter division: Of the statements of a block.
    init(
        _ program: Program, limits: WorkerLimits, division: Division, services: ServiceBindings,
        templates: TemplateUnits, imports: ModuleImports, hiddenGlobals: Set<String>
    ) {
        self.program = program
        self.limits = limits
        self.division = division
        self.services = services
        self.templates = templates
        self.imports = imports
        self.hiddenGlobals = hiddenGlobals
        packages = PackageImports(program)
        facts = ProgramFacts(program)
        values = ValuePrinter(nodes: program.nodes)
        values.hidden = facts.names
    }

    var isDurable: Bool { program.isDurable }

    /// Whether it returns what its nodes export, unless its body has a value.
    var hasExports: Bool { program.kind == .script }

    /// A global as generated code names it, where a loop's variable may have the name.
    func global(_ name: String) -> String { values.global(name) }

    mutating func printBody() {
        if hasExports, isDurable { out.line(Self.exports) }
        print(program.body)
        if isDurable, let value = program.body.value {
            out.line("return \(variable(value));")
        } else if hasExports, program.body.statements.last?.leaves != true {
            out.line("return graph;")
        }
        if values.usesText { use(.text) }
        environment.merge(values.environment)
    }

    /// Declares what a script responds with.
    static let exports = "const graph: Record<string, any> = {};"

    mutating func print(_ block: Block) {
        let (declared, imported) = (scope.declared, scope.imported)
        scope.declared = []
        scope.imported = [:]
        defer { (scope.declared, scope.imported) = (declared, imported) }
        if !block.declares.isEmpty {
            out.line("let " + block.declares.map { "\(variable($0)): any" }.joined(separator: ", ") + ";")
        }
        print(block.statements)
    }

    mutating func print(_ statement: Statement) {
        let outer = out.origin
        out.origin = .node(statement.node)
        switch statement {
        case .call(let call): print(call)
        case .branch(let branch): print(branch)
        case .parallel(let node, let arms): print(arms, of: node, isRace: false)
        case .race(let node, let arms): print(arms, of: node, isRace: true)
        case .loop(let loop): print(loop)
        case .tryCatch(let tryCatch): print(tryCatch)
        case .exit(let exit): print(exit)
        }
        if hasExports, let name = program.nodes[statement.node].exportName, !statement.leaves {
            out.line("graph\(JavaScriptText.member(name)) = \(variable(statement.node));")
        }
        out.origin = outer
    }

    mutating func use(_ helper: RuntimeHelper) {
        guard helpers.insert(helper).inserted else { return }
        for needed in helper.needs { use(needed) }
    }

    /// A deploy has to have the credential.
    mutating func use(_ credential: CredentialUse) { environment.add(credential.variable, isOptional: false) }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The user's code, checked to stay within the braces it is put into.
    mutating func printed(
        _ code: CodeText, of node: Int, as form: ScopeAnalysis.Form = .expression
    ) -> PrintedCode {
        let printed = values.print(code, as: form)
        if let analysis = printed.analysis {
            let uses = EnvironmentScanner(analysis).uses
            environment.merge(uses)
            if !uses.unknownBindings.isEmpty {
                diagnostics += UnknownBinding.diagnostics(
                    uses.unknownBindings, known: bindingNames, pointer: pointer(to: code, of: node),
                    nodeId: program.nodes[node].id)
            }
        }
        if printed.outline.words.contains(.imports) {
            diagnostics += packages.diagnostics(
                ofCallsIn: printed.source, pointer: pointer(to: code, of: node), nodeId: program.nodes[node].id)
        }
        if !printed.outline.isPlain, let problem = CodeBalance.problem(in: printed.source) {
            report(
                Diagnostic(
                    code: "worker.code.unbalanced", message: problem.message, pointer: pointer(to: code, of: node),
                    nodeId: program.nodes[node].id, line: problem.line))
        }
        return printed
    }

    private func pointer(to code: CodeText, of node: Int) -> String {
        "/nodes/\(node)/data/\(code.field.split(separator: ".").joined(separator: "/"))"
    }

    /// The bindings that there are whatever code reads.
    private var bindingNames: Set<String> {
        Set(services.bindings.map(\.name)).union(isDurable ? ["WORKFLOW"] : [])
    }
}

/// Where values go.
extension RunPrinter {
    func variable(_ node: Int) -> String { program.nodes[node].variable }

    /// What stands before an expression to keep it as the node's value.
    func target(_ node: Int) -> String {
        guard facts.isKept[node] else { return "" }
        return program.nodes[node].storage == .hoisted
            ? "\(variable(node)) = \(keeping(node))" : "const \(variable(node)): any = "
    }

    /// Writes the same.
    mutating func putTarget(_ node: Int) {
        guard facts.isKept[node] else { return }
        let isHoisted = program.nodes[node].storage == .hoisted
        if !isHoisted { out.put("const ") }
        out.put(word: variable(node))
        out.put(isHoisted ? " = \(keeping(node))" : ": any = ")
    }

    /// What else a value of a loop's round is assigned to.
    private func keeping(_ node: Int) -> String {
        scope.keepers[node].map { "\($0).\(variable(node)) = " } ?? ""
    }

    /// Makes a variable that ``assign(_:from:)`` can set from deeper blocks.
    mutating func declare(_ node: Int) {
        guard facts.isKept[node] else { return }
        if program.nodes[node].storage != .hoisted {
            out.line("let \(variable(node)): any;")
        } else if !scope.indexes.isEmpty {
            // The value of the round before must not be taken for this round's.
            out.line("\(variable(node)) = undefined;")
        }
    }

    mutating func assign(_ node: Int, from block: Block) {
        guard facts.isKept[node], let value = block.value else { return }
        out.line("\(variable(node)) = \(keeping(node))\(variable(value));")
    }
}
