import HTTPTypes
import Hummingbird
import JSON
import Platform

/// The API's own description.
struct ReferenceController {
    /// All others.
    let operations: [Operation]
    let resources: Resources
    let connections: Connections
    let authentication: Authentication

    var endpoints: [OpenEndpoint] {
        let document = Operation(
            method: .get, path: "/api/openapi.json", summary: "Get this document",
            notes:
                "Includes the endpoints of the server's plugins and, for authenticated requests, of the packages that the "
                + "organization has installed.", access: .open,
            gives: [.ok(Schema.map().example(["openapi": "3.1.0"]).named("OpenAPI"), "OpenAPI 3.1.")],
            hasEntityTag: true,
            tag: "Server")
        return [
            OpenEndpoint(operation: document) { request, _ in
                var response = try await self.document(for: request, and: document).withEntityTag().unlessHad(
                    by: request)
                response.headers.append(HTTPField(name: .vary, value: "authorization, cookie"))
                return response
            }
        ]
    }

    private func document(for request: Request, and own: Operation) async throws -> Response {
        // A key that is no good is no reason not to show what everybody may see.
        let caller = try? await authentication.caller(of: request)
        let brought = if let caller { try await resources.endpoints(of: caller) } else { resources.endpoints }
        let providers = connections.providers
        return .json(
            OpenAPIDocument(
                operations: operations + brought.map { Operation($0, tag: "Resources") } + [own],
                refined: [
                    "NewConnection": .newConnection(to: providers), "VerifyRequest": .verify(with: providers),
                ], provider: providers.first { $0.capabilities.contains(.emit) }?.id
            ).json)
    }
}
