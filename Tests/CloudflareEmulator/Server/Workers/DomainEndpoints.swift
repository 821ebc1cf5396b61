import Hummingbird
import JSON

/// Custom domains.
struct DomainEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let domains = "accounts/:account/workers/domains"
        return [
            Endpoint(.get, domains, .read("Workers Scripts"), list),
            Endpoint(.put, domains, .write("Workers Scripts"), attach),
            Endpoint(
                .post, "accounts/:account/workers/scripts/:script/domains/changeset", .write("Workers Scripts"), compare
            ),
            Endpoint(
                .put, "accounts/:account/workers/scripts/:script/domains/records", .write("Workers Scripts"), replace),
            Endpoint(.get, "\(domains)/:domain", .read("Workers Scripts"), get),
            Endpoint(.delete, "\(domains)/:domain", .write("Workers Scripts"), detach),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let domains = try await store.read(call.account) { $0.domains }
        let found = domains.filter { domain in
            (call.query("hostname") ?? domain.hostname) == domain.hostname
                && (call.query("service") ?? domain.service) == domain.service
                && (call.query("zone_id") ?? domain.zone) == domain.zone
                && (call.query("zone_name") ?? domain.zoneName) == domain.zoneName
        }
        return .result(.array(found.map(\.json)))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { $0.domains[try Self.index(call, $0)].json })
    }

    /// A host name that another Worker has goes over to this one.
    @Sendable func attach(_ call: Call) async throws -> Answer {
        let body = try call.object()
        _ = try call.text("hostname")
        let service = try call.text("service")
        return .result(
            try await store.update(call.account) { try $0.attach(body, to: service, overridesRecord: false) })
    }

    /// What `records` would do, for all domains of a Worker (`publishCustomDomains` of cloudflare/workers-sdk).
    @Sendable func compare(_ call: Call) async throws -> Answer {
        let origins = try call.array().compactMap { $0["hostname"]?.string }
        let script = call.parameter("script")
        return .result(
            try await store.read(call.account) { account in
                _ = try account.script(script)
                func list(_ names: [String]) -> JSONValue { .array(names.map { ["hostname": .string($0)] }) }
                let own = account.domains.filter { $0.service == script }.map(\.hostname)
                return [
                    "added": list(origins.filter { !own.contains($0) }),
                    "removed": list(own.filter { !origins.contains($0) }), "updated": [],
                    "conflicting": list(origins.filter(account.records.contains)),
                ]
            })
    }

    @Sendable func replace(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let overridesRecord = body["override_existing_dns_record"]?.bool == true
        return .result(
            .array(
                try await store.update(call.account) { account in
                    try (body["origins"]?.array ?? []).map {
                        try account.attach(
                            $0.object ?? [:], to: call.parameter("script"), overridesRecord: overridesRecord)
                    }
                }))
    }

    @Sendable func detach(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { $0.domains.remove(at: try Self.index(call, $0)) }
        return .result(nil)
    }

    private static func index(_ call: Call, _ account: Account) throws -> Int {
        guard let index = account.domains.firstIndex(where: { $0.id == call.parameter("domain") }) else {
            throw APIError(.notFound, 10007, "This domain does not exist on your account.")
        }
        return index
    }
}

extension Account {
    /// Makes a host name a Worker's.
    fileprivate mutating func attach(
        _ origin: JSONObject, to service: String, overridesRecord: Bool
    ) throws -> JSONValue {
        let hostname = origin["hostname"]?.string ?? ""
        _ = try script(service)
        let zones = zones.filter { zone in
            (origin["zone_id"]?.string ?? zone.id) == zone.id && (origin["zone_name"]?.string ?? zone.name) == zone.name
                && (hostname == zone.name || hostname.hasSuffix(".\(zone.name)"))
        }
        guard let zone = zones.max(by: { $0.name.count < $1.name.count }) else {
            throw APIError(.notFound, 10007, "There is no zone of your account for \(hostname).")
        }
        guard overridesRecord || !records.contains(hostname) else {
            throw APIError(
                .conflict, 100117, "Hostname '\(hostname)' already has externally managed DNS records (A, CNAME, etc).")
        }
        records.remove(hostname)
        if let index = domains.firstIndex(where: { $0.hostname == hostname }) {
            domains[index].service = service
            return domains[index].json
        }
        let domain = WorkerDomain(
            id: .hexadecimalID(), hostname: hostname, service: service, zone: zone.id, zoneName: zone.name,
            certificate: .uuid())
        domains.append(domain)
        return domain.json
    }
}
