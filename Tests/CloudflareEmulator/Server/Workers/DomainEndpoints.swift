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
        let hostname = try call.text("hostname")
        let service = try call.text("service")
        return .result(
            try await store.update(call.account) { account in
                _ = try account.script(service)
                let zones = account.zones.filter { zone in
                    (body["zone_id"]?.string ?? zone.id) == zone.id
                        && (body["zone_name"]?.string ?? zone.name) == zone.name
                        && (hostname == zone.name || hostname.hasSuffix(".\(zone.name)"))
                }
                guard let zone = zones.max(by: { $0.name.count < $1.name.count }) else {
                    throw APIError(.notFound, 10007, "There is no zone of your account for \(hostname).")
                }
                if let index = account.domains.firstIndex(where: { $0.hostname == hostname }) {
                    account.domains[index].service = service
                    return account.domains[index].json
                }
                let domain = WorkerDomain(
                    id: .hexadecimalID(), hostname: hostname, service: service, zone: zone.id, zoneName: zone.name,
                    certificate: .uuid())
                account.domains.append(domain)
                return domain.json
            })
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
