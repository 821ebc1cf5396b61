import PluginMessages

/// Which code of a program has secrets from elsewhere than the variables that it names: credentials and fields of nodes.
struct CredentialCalls {
    /// Functions of the nodes' library that generated code calls for them.
    private(set) var functions: Set<String> = []
    /// By template, the variables that every call of it has from a credential or a field.
    private var covered: [Int: Set<String>] = [:]

    init(_ program: Program) {
        guard !program.templates.isEmpty || program.nodes.contains(where: { $0.credential != nil }) else { return }
        var covered: [Int: Set<String>] = [:]
        var functions: Set<String> = []
        program.visitCalls { call in
            let credential = program.nodes[call.node].credential
            let fields = program.nodes[call.node].secretFields
            switch call.operation {
            case .template(let index, _):
                let own = Set(fields.values).union(credential?.variables.values.map(\.self) ?? [])
                covered[index] = covered[index].map { $0.intersection(own) } ?? own
                if credential != nil { functions.insert("withCredential") }
                if !fields.isEmpty { functions.insert("withFields") }
            case .http: if credential != nil { functions.insert("sendAuthorized") }
            case .step, .subScript, .subWorkflow, .sleep, .sleepUntil, .waitForEvent: break
            }
        }
        self.covered = covered
        self.functions = functions
    }

    /// A template's uses of the environment: a variable that every call has from elsewhere need not be set.
    func uses(_ uses: EnvironmentUses, of template: Int) -> EnvironmentUses {
        guard let names = covered[template], !names.isEmpty else { return uses }
        var all = EnvironmentUses()
        for (name, isOptional) in uses.isOptional where !names.contains(name) { all.add(name, isOptional: isOptional) }
        for binding in uses.unknownBindings { all.add(binding) }
        for (name, kind) in uses.kinds { all.add(kind, of: name) }
        return all
    }
}
