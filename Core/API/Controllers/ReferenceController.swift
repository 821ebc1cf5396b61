import Hummingbird
import JSON
import Platform

/// The API's own description.
struct ReferenceController {
    /// All others.
    let operations: [Operation]
    let resources: Resources
    let connections: Connections

    var endpoints: [OpenEndpoint] {
        let document = Operation(
            method: .get, path: "/api/openapi.json", summary: "Get this document",
            notes: "With the endpoints of the plugins that are loaded.", access: .open,
            gives: [.ok(Schema.map().example(["openapi": "3.1.0"]).named("OpenAPI"), "OpenAPI 3.1.")], tag: "Server")
        let own = [document]
        return [
            OpenEndpoint(operation: document) { _, _ in
                let brought = resources.endpoints.map { Operation($0, tag: "Resources") }
                let providers = connections.providers
                return .json(
                    OpenAPIDocument(
                        operations: operations + brought + own,
                        refined: [
                            "NewConnection": .newConnection(to: providers), "VerifyRequest": .verify(with: providers),
                        ], provider: providers.first { $0.capabilities.contains(.emit) }?.id
                    ).json)
            }
        ]
    }
}
