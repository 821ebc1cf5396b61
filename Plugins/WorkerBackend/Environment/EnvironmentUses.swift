import Values

/// The members of `env` that code reads.
struct EnvironmentUses: Sendable, Equatable {
    /// By name; `true`: every use has a way out when the member is missing.
    private(set) var isOptional: [String: Bool] = [:]

    /// The members that are called as no variable can be, each once.
    var unknownBindings: [UnknownBinding] { suspects.filter { kinds[$0.name] == nil } }
    private var suspects: [UnknownBinding] = []

    /// What members are that names do not say, by name.
    private(set) var kinds: [String: BindingKind] = [:]

    mutating func add(_ binding: UnknownBinding) {
        if TextFormat.isVariableName(binding.name) { suspects.append(binding) }
    }

    mutating func add(_ kind: BindingKind, of name: String) {
        if TextFormat.isVariableName(name), kinds[name] == nil { kinds[name] = kind }
    }

    /// Only names that an environment variable can have count.
    mutating func add(_ name: String, isOptional: Bool) {
        guard TextFormat.isVariableName(name) else { return }
        self.isOptional[name] = isOptional && self.isOptional[name] != false
    }

    mutating func merge(_ other: EnvironmentUses) {
        for (name, isOptional) in other.isOptional { add(name, isOptional: isOptional) }
        for (name, kind) in other.kinds { add(kind, of: name) }
        for binding in other.suspects where !suspects.contains(where: { $0.name == binding.name }) {
            add(binding)
        }
    }

    var names: [String] { isOptional.keys.sorted() }
}
