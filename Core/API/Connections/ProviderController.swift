import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// What connections can be to, with the forms of their credentials and of a deploy's configuration.
struct ProviderController {
    let connections: Connections

    var endpoints: [Endpoint] {
        [
            .get(
                "providers", "List providers",
                notes: "Lists the providers with their fields of credentials and deploy configuration.", query: .part,
                gives: .catalogue(of: .provider), use: list)
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        return try .page(Page(of: connections.providers, part, id: \.id)) { try JSONValue(encoding: $0) }
    }
}
