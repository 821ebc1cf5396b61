import JSON
import PluginMessages
import Values

/// The members of a workflow's configuration that providers have no setting for.
struct UnusedSettings {
    let providers: [ProviderDefinition]

    private var names: [String] { providers.flatMap { $0.configSchema.map(\.name) } }

    func members(of config: JSONObject) -> [String] {
        let names = Set(names)
        return config.keys.filter { !names.contains($0) }
    }

    /// For one that no provider has.
    func warnings(of config: JSONObject) -> [String] {
        members(of: config).map { "deployConfig.\($0) is not used: no provider has such a setting; \(advice($0))" }
    }

    /// What was probably meant, or what else there is.
    func advice(_ member: String) -> String {
        if let nearest = NearestName.nearest(to: member, among: names) { return "did you mean \"\(nearest)\"?" }
        let known = Set(names).sorted().joined(separator: ", ")
        return known.isEmpty ? "no settings are declared." : "the settings are \(known)."
    }
}
