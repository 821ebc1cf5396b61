import Hummingbird
import Platform
import PluginMessages
import Storage

/// Providers, with the forms of connections' credentials and of deploy configurations.
struct ProviderController {
    let connections: Connections

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "providers", "List providers",
                notes: "Lists the providers with their fields of credentials and deploy configuration.", query: .part,
                returns: .catalogue(of: ProviderDefinition.shape)
            ) { request, context in
                Page(of: connections.providers(of: context.caller.organization), try request.part, id: \.id)
            }
        ]
    }
}
