import JSON
import Platform
import PluginMessages

extension Schema {
    /// A new connection for each loaded provider, with the provider's own credentials.
    static func newConnection(to providers: [ProviderDefinition]) -> Schema {
        each(of: providers, as: "Connection") { provider in
            let credentials = Schema(fields: provider.credentialSchema).named(typeName(provider, "Credentials")).note(
                "The credentials of an account at the provider.")
            let isNeeded = provider.credentialSchema.contains(where: \.required)
            return body(
                [
                    "provider": choice([provider.id]).note("The id of the provider."),
                    "name": Schema.name.note("If omitted, the provider's name."),
                    "credentials": credentials,
                ], required: isNeeded ? ["provider", "credentials"] : ["provider"])
        } ?? CreateConnection.schema
    }

    static func verify(with providers: [ProviderDefinition]) -> Schema {
        each(of: providers.filter { $0.capabilities.contains(.verify) }, as: "Verification") { provider in
            body(
                [
                    "provider": choice([provider.id]).note("The id of the provider."),
                    "credentials": map().note("The credentials to check."),
                ], required: ["provider", "credentials"])
        } ?? VerifyCredentials.schema
    }

    /// - Parameter kind: What the schema of a provider is named, besides the provider: generators make a type of each.
    private static func each(
        of providers: [ProviderDefinition], as kind: String, _ schema: (ProviderDefinition) -> Schema
    ) -> Schema? {
        let choices = providers.map { schema($0).named(typeName($0, kind)).note($0.description) }
        return choices.isEmpty ? nil : .any(of: choices)
    }

    /// `CloudWorkersConnection` for the provider `cloud-workers`.
    private static func typeName(_ provider: ProviderDefinition, _ kind: String) -> String {
        let words = provider.id.split { !$0.isLetter && !$0.isNumber }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + kind
    }
}
