import HTTPTypes
import Hummingbird
import JSON
import Platform
import PluginMessages

/// The OpenAPI document.
struct ReferenceController {
    /// All other endpoints.
    let operations: [OperationSpec]
    let resources: Resources
    let authentication: Authentication
    private let cache = DocumentCache()

    init(
        operations: [OperationSpec], resources: Resources, authentication: Authentication
    ) {
        self.operations = operations
        self.resources = resources
        self.authentication = authentication
    }

    var endpoint: Endpoint<RootContext> {
        Endpoint(
            OperationSpec(
                method: .get, path: "/api/openapi.json", summary: "Get the OpenAPI document",
                notes:
                    "Includes the endpoints of the server's plugins and, for authenticated requests, of the packages "
                    + "that the "
                    + "organization has installed.", access: .open, tag: "Server"),
            returns: .ok(Self.shape, "OpenAPI 3.1.").headers { _ in [.vary: "authorization, cookie"] }, use: document
        ).withEntityTag
    }

    private static let shape = Shape<JSONValue>.json(
        Schema.map().example(["openapi": "3.1.0"]).named("OpenAPI"))

    @Sendable private func document(_ request: Request, _ context: RootContext) async throws -> JSONValue {
        // A request with an invalid key gets the endpoints that are open to everyone.
        let contributions = try await resources.contributions(of: try? authentication.caller(of: request))
        return cache.document(of: contributions) {
            document(with: contributions.resources.map(\.endpoint), contributions.providers.map(\.definition))
        }
    }

    /// Of the endpoints that every server has.
    var documentWithoutPlugins: JSONValue { document(with: [], resources.providers) }

    private func document(with ofPlugins: [ResourceEndpoint], _ providers: [ProviderDefinition]) -> JSONValue {
        OpenAPIDocument(
            operations: (operations + [endpoint.operation]).adding(
                ofPlugins, onServers: Set(providers.filter { $0.isOnServer == true }.map(\.id))),
            // Without a provider the general schemas hold.
            refined: providers.isEmpty
                ? [:]
                : [
                    "NewConnection": .newConnection(to: providers), "VerifyRequest": .verify(with: providers),
                ], provider: providers.first { $0.capabilities.contains(.emit) }?.id
        ).json
    }
}
