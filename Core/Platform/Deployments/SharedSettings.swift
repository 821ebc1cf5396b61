import JSON
import PluginMessages
import Values

/// The settings of a workflow for all its connections, which may be to several providers.
struct SharedSettings {
    let providers: [ProviderDefinition]

    /// Values that none of the providers with such a setting accepts: every deploy would be refused for them.
    func problems(of config: JSONObject) -> [Diagnostic] {
        config.flatMap { name, value -> [Diagnostic] in
            guard !value.isNull else { return [] }
            let faults = providers.compactMap { provider -> [Diagnostic]? in
                guard let field = provider.configSchema.first(where: { $0.name == name }) else { return nil }
                return SchemaCheck([field], of: "deployConfig", noun: "setting of this provider")
                    .problems(of: JSONObject([(name, value)]))
            }
            return faults.contains(where: \.isEmpty) ? [] : faults.first ?? []
        }
    }
}
