import JSON
import Platform
import PluginMessages

extension Schema {
    /// A new connection for each loaded provider, with the provider's own credentials.
    static func newConnection(to providers: [ProviderDefinition]) -> Schema {
        each(of: providers) { provider in
            let credentials = Schema(fields: provider.credentialSchema).note(
                "The credentials of an account at the provider.")
            let isNeeded = provider.credentialSchema.contains(where: \.required)
            return body(
                [
                    "provider": choice([provider.id]).note("The id of the provider."),
                    "name": name.note("If omitted, the provider's name."),
                    "credentials": credentials,
                ], required: isNeeded ? ["provider", "credentials"] : ["provider"])
        } ?? CreateConnection.schema
    }

    static func verify(with providers: [ProviderDefinition]) -> Schema {
        each(of: providers.filter { $0.capabilities.contains(.verify) }) { provider in
            body(
                [
                    "provider": choice([provider.id]).note("The id of the provider."),
                    "credentials": map().note("The credentials to check."),
                ], required: ["provider", "credentials"])
        } ?? VerifyCredentials.schema
    }

    private static func each(of providers: [ProviderDefinition], _ schema: (ProviderDefinition) -> Schema) -> Schema? {
        let choices = providers.map { schema($0).note($0.description) }
        return choices.isEmpty ? nil : .any(of: choices)
    }
}
