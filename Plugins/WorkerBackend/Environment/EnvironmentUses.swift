import Values

/// The members of `env` that code reads.
struct EnvironmentUses: Sendable, Equatable {
    /// By name; `true`: every use has a way out when the member is missing.
    private(set) var isOptional: [String: Bool] = [:]

    /// The members that are called as no variable can be, each once.
    private(set) var unknownBindings: [UnknownBinding] = []

    mutating func add(_ binding: UnknownBinding) {
        if TextFormat.isVariableName(binding.name) { unknownBindings.append(binding) }
    }

    /// Only names that an environment variable can have count.
    mutating func add(_ name: String, isOptional: Bool) {
        guard TextFormat.isVariableName(name) else { return }
        self.isOptional[name] = isOptional && self.isOptional[name] != false
    }

    mutating func merge(_ other: EnvironmentUses) {
        for (name, isOptional) in other.isOptional { add(name, isOptional: isOptional) }
        for binding in other.unknownBindings where !unknownBindings.contains(where: { $0.name == binding.name }) {
            add(binding)
        }
    }

    var names: [String] { isOptional.keys.sorted() }
}
