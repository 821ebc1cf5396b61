import JSON
import JavaScript
import PluginMessages

/// A whole module: its parts in order, and what was found out about them.
struct WorkerModule {
    let className: String?
    private(set) var out = Printer()
    let bindings: WorkerBindings
    private(set) var diagnostics: [Diagnostic]
    let durableSteps: Int

    init(_ program: Program, limits: WorkerLimits, division: Division) {
        let trigger = program.triggerCode.flatMap { $0.isBlank ? nil : TriggerCode($0) }
        let triggerNames = (trigger?.declaredNames ?? []).union(
            (trigger?.imports ?? []).flatMap { $0.names.map(\.local) })
        let globals = trigger?.hiddenGlobals ?? HiddenGlobals()
        let className = program.isDurable ? ClassName.make(program.name, avoiding: triggerNames) : nil
        let services = ServiceBindings(program)
        var imports = ModuleImports(
            reserved: (trigger?.declaredNames ?? []).union(["Env", "runGraph", LibraryCode.name]).union(
                className.map { [$0] } ?? []))
        if className != nil {
            imports.add("cloudflare:workers", "WorkflowEntrypoint")
            imports.add("cloudflare:workers", "WorkflowEvent", "WorkflowStep", areTypes: true)
            if program.throwsFinally { imports.add("cloudflare:workflows", "NonRetryableError") }
        }
        let isBody = trigger?.form == .body
        let aliases = (trigger?.imports ?? []).flatMap {
            isBody ? imports.add($0, hidden: ["request", "env", "ctx"]) : imports.add(toModule: $0)
        }
        let base = DurableObjectClass.base
        if trigger?.durableObjects.isEmpty == false, !triggerNames.contains(base) {
            imports.add("cloudflare:workers", base)
        }
        let templates = TemplateUnits(
            program.templates, credentials: CredentialCalls(program), imports: &imports,
            hiddenGlobals: globals, isDurable: className != nil)
        var run = RunPrinter(
            program, limits: limits, division: division, services: services, templates: templates, imports: imports,
            hiddenGlobals: globals.names)
        run.out.indentMore()
        if className != nil { run.out.indentMore() }
        run.printBody()
        imports = run.imports
        var uses = run.environment
        uses.merge(templates.environment)
        if let trigger { uses.merge(trigger.environment) }
        let requests = RequestGuard(program, code: trigger)
        uses.merge(requests.environment)
        let steps = StepCount(program, limit: limits.steps)
        durableSteps = steps.total
        bindings = WorkerBindings(
            uses, services: services, className: className, queues: trigger?.queues ?? [],
            durableObjects: trigger?.durableObjects ?? [])
        let importable = PackageImports(program)
        var packages = importable.diagnostics(of: trigger?.imports ?? [], pointer: "/triggerCode")
        if trigger != nil, let code = program.triggerCode {
            packages += importable.diagnostics(ofCallsIn: JavaScriptSource(code), pointer: "/triggerCode")
        }
        let triggerBindings = UnknownBinding.diagnostics(
            trigger?.environment.unknownBindings ?? [], known: Set(bindings.bindings.lazy.filter(\.isOwn).map(\.name)),
            pointer: "/triggerCode", nodeId: nil)
        let undefined = trigger?.undefinedNames(besides: [className ?? "runGraph", base]) ?? []
        diagnostics =
            (trigger?.diagnostics ?? []) + undefined + [trigger?.missingResponse].compactMap(\.self) + triggerBindings
            + requests.diagnostics + packages
            + templates.diagnostics + run.diagnostics + steps.diagnostics
        self.className = className

        out.reserve(for: [run.out], besides: Self.usualRest)
        printHead(imports, isBody ? [] : aliases)
        let declaration = globals.declaration(for: run.out.text)
        if let className {
            print(workflow: className, run.out, globals: declaration)
        } else {
            print(script: run.out, globals: declaration)
        }
        out.blank()
        let handlers = HandlerPrinter(
            program, code: trigger, aliases: isBody ? aliases : [], requests: requests, globals: globals, limits: limits
        )
        out.append(handlers.out)
        let helpers = handlers.helpers.union(run.helpers)
        printWhatItUses(templates, helpers, globals)
        if let trigger {
            let platform = Self.fixedNames.union(className == nil ? ["runGraph"] : Self.platformNames)
            let own = helpers.reduce(into: platform) { $0.formUnion($1.names) }
            diagnostics += trigger.conflicts(with: own)
        }
    }

    /// What the module of a workflow imports, and expects to be the platform's.
    private static let platformNames: Set<String> = ["WorkflowEntrypoint", "NonRetryableError"]

    /// What all generated code counts on.
    private static let fixedNames: Set<String> = ["globalThis", "undefined", "NaN", "Infinity"]

    /// Of the module, besides the program: its head, handlers and helpers, in bytes.
    private static let usualRest = 1 << 14

    /// After the program, which is what people read.
    private mutating func printWhatItUses(
        _ templates: TemplateUnits, _ helpers: Set<RuntimeHelper>, _ globals: HiddenGlobals
    ) {
        for part in [templates.library.text, templates.text] where !part.isEmpty {
            out.blank()
            out.append(part)
        }
        for helper in RuntimeHelper.allCases where helpers.contains(helper) {
            out.blank()
            out.line(globals.qualifying(helper.source))
        }
    }

    private mutating func printHead(_ imports: ModuleImports, _ aliases: [ModuleImports.Alias]) {
        for line in imports.lines { out.line(line) }
        if !imports.lines.isEmpty { out.blank() }
        out.open("interface Env {")
        for binding in bindings.bindings {
            if let declaration = binding.declaration(besides: className) { out.line(declaration) }
        }
        out.line("[name: string]: any;")
        out.close("}")
        out.blank()
        for alias in aliases { out.line(alias.declaration) }
    }

    private mutating func print(workflow className: String, _ body: Printer, globals: String?) {
        out.open("export class \(className) extends WorkflowEntrypoint<Env> {")
        // `Readonly<any>`, which the payload would be, is an object to TypeScript; a payload is any JSON.
        out.open("override async run(event: WorkflowEvent<any> & { payload: any }, step: WorkflowStep): Promise<any> {")
        if let globals { out.line(globals) }
        if Self.namesEnvironment(body.bytes) { out.line("const env = this.env;") }
        out.append(body)
        out.close("}")
        out.close("}")
    }

    private mutating func print(script body: Printer, globals: String?) {
        out.open("async function runGraph(env: Env, event: any): Promise<Record<string, any>> {")
        if let globals { out.line(globals) }
        out.line(RunPrinter.exports)
        out.append(body)
        out.close("}")
    }
}

extension WorkerModule {
    /// Whether `env` is a word in a text.
    private static func namesEnvironment(_ text: [UInt8]) -> Bool {
        text.withUnsafeBytes { bytes in
            ByteSearch.offsets(of: "env", in: bytes).contains { start in
                let end = start + 3
                return !(start > 0 && JavaScriptText.isNamePart(bytes[start - 1]))
                    && !(end < bytes.count && JavaScriptText.isNamePart(bytes[end]))
            }
        }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
