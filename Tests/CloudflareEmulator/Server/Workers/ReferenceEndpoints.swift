import JSON

/// What would break without a Worker (cloudflare/workers-sdk, packages/wrangler/src/delete.ts).
struct ReferenceEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "accounts/:account/workers/scripts/:script/references", .read("Workers Scripts"), references),
            Endpoint(.get, "accounts/:account/workers/tails/by-consumer/:script", .read("Workers Tail"), producers),
        ]
    }

    @Sendable func references(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        return .result(
            try await store.read(call.account) { account in
                _ = try account.script(name)
                return [
                    "services": [
                        "incoming": .array(
                            account.users(of: name).map {
                                ["service": .string($0), "environment": "production", "name": .string($0)]
                            }),
                        "outgoing": [], "pages_function": false,
                    ],
                    "durable_objects": [], "dispatch_outbounds": [],
                ]
            })
    }

    @Sendable func producers(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        return .result(
            .array(
                try await store.read(call.account) { account in
                    account.scripts.values.sorted { $0.name < $1.name }.filter { script in
                        (script.settings["tail_consumers"]?.array ?? []).contains { $0["service"]?.string == name }
                    }.map {
                        [
                            "tag": .string($0.tag), "producer": ["service": .string($0.name)],
                            "consumer": ["service": .string(name)],
                        ]
                    }
                }))
    }
}

extension Account {
    /// Other Workers with a service binding to one, by name.
    func users(of script: String) -> [String] {
        scripts.values.filter { other in
            other.name != script
                && (other.active?.bindings ?? []).contains {
                    $0["type"] == "service" && $0["service"]?.string == script
                }
        }.map(\.name).sorted()
    }
}
