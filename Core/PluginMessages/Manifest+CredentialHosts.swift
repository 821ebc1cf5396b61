import Values

extension Manifest {
    /// The hosts that the server sends credentials to because the plugin names them, in lists of options and in types of
    /// credentials; sorted, each once.
    package var credentialHosts: [String] {
        let lists = node.nodes.flatMap { definition in
            definition.configSchema.flatMap { field in
                (field.optionsFrom?.lists ?? []).flatMap { $0.origin.hosts(among: definition.configSchema) }
            }
        }
        return Set(lists + (node.credentialTypes ?? []).flatMap(\.hosts)).sorted()
    }
}

extension CredentialType {
    /// Fields of flows that are addresses.
    private static let addresses = ["authorizationUrl", "tokenUrl", "testUrl", "stsUrl", "baseUrl"]

    /// The hosts that its settings, and defaults and choices of its fields, name.
    package var hosts: [String] {
        let texts = Self.addresses.compactMap { settings[$0]?.string }
        let fields = Self.addresses.filter { name in ownFields.contains { $0.name == name } }.map { "{\($0)}" }
        return Set((texts + fields).flatMap { NamedAddress($0).hosts(among: ownFields) }).sorted()
    }
}
