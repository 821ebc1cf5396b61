import PluginMessages

extension LocalDeployment {
    /// Older ones are not masked any more.
    private static let mostFormerSecrets = 100

    mutating func keepFormer(_ secrets: [String]) {
        formerSecrets = (formerSecrets.filter { !secrets.contains($0) } + secrets).suffix(Self.mostFormerSecrets)
    }

    mutating func take(_ update: SecretUpdate) {
        let isKnown = { [environment, secrets] (name: String) in environment[name] != nil || secrets.contains(name) }
        let changed = update.changed.filter { isKnown($0.name) }
        keepFormer((changed.map(\.name) + update.removed).compactMap { environment[$0] })
        for variable in changed { environment[variable.name] = variable.value }
        for name in update.removed { environment[name] = nil }
        secrets = Set(secrets).union(changed.filter(\.isSecret).map(\.name)).union(update.removed).sorted()
        revision += 1
    }
}
