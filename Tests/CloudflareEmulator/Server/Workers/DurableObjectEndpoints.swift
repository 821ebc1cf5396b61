import JSON

/// Namespaces of Durable Objects: one for each class that a Worker has.
struct DurableObjectEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "accounts/:account/workers/durable_objects/namespaces", .read("Workers Scripts"), list)
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let scripts = try await store.read(call.account) { $0.scripts.values.sorted { $0.name < $1.name } }
        return try call.page(
            scripts.flatMap { script in
                (script.durableObjects ?? []).map { name in
                    [
                        "id": .string("\(script.tag)\(name)"), "class": .string(name), "script": .string(script.name),
                        "name": .string("\(script.name)_\(name)"), "use_sqlite": true,
                    ]
                }
            })
    }
}
