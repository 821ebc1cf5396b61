import Hummingbird
import JSON
import Platform
import PluginMessages

/// What connections can be to, with the forms of their credentials and of a deploy's configuration.
struct ProviderController {
    let connections: Connections

    var endpoints: [Endpoint] {
        [
            .get(
                "providers", "List providers",
                notes: "With the forms of a connection's credentials and of a deploy's configuration.", query: .page,
                gives: .list(of: .provider), use: list)
        ]
    }

    /// All of them: there are few.
    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try request.page
        return .json([
            "data": .array(try connections.providers.map { try JSONValue(encoding: $0) }), "nextCursor": .null,
        ])
    }
}
