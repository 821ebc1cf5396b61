import JSON
import PluginMessages

/// Turns names of zones and queues into ids, and refuses what cannot be deployed, before anything is changed.
struct AccountLookup: Sendable {
    struct Found: Sendable {
        let routes: [ServiceTarget.Route]
        let consumers: [ServiceTarget.Consumer]

        var places: ServiceLocations {
            ServiceLocations(zones: Set(routes.map(\.zone)), queues: Set(consumers.map(\.queue)))
        }
    }

    let api: CloudflareAPI
    let draft: DesiredService

    /// - Throws: `cloudflare.zone.unknown`, `cloudflare.queue.unknown`.
    func find() async throws -> Found {
        async let zones = zones(Set(draft.configuration.routes.map(\.zoneName)))
        async let queues = draft.consumers.isEmpty ? [:] : api.queues()
        let (zoneIds, queueIds) = (try await zones, try await queues)
        return Found(
            routes: try draft.configuration.routes.map { route in
                guard let zone = zoneIds[route.zoneName] else { throw Self.missing(zone: route.zoneName) }
                return .init(pattern: route.pattern, zone: zone)
            },
            consumers: try draft.consumers.map { consumer in
                guard let queue = queueIds[consumer.queue] else { throw Self.missing(queue: consumer.queue) }
                return .init(queue: queue, settings: consumer.settings)
            })
    }

    /// - Throws: `cloudflare.route.taken`: nothing is taken from another Worker.
    func check(_ routes: [WorkerRoute]) throws(PluginFailure) {
        let patterns = Set(draft.configuration.routes.map(\.pattern))
        for route in routes where patterns.contains(route.pattern) {
            try Self.check(route.pattern, of: route.script, for: draft.service)
        }
    }

    /// - Throws: `cloudflare.route.taken`
    func checkDomains() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for domain in draft.configuration.domains {
                group.addTask {
                    try Self.check(
                        domain.hostname, of: try await api.owner(ofDomain: domain.hostname), for: draft.service)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Where the API cannot tell, the upload itself is refused for a service binding.
    /// - Throws: `cloudflare.service.unknown`: what is called must be there first.
    func checkServices() async throws {
        let bindings = draft.metadata["bindings"]?.array ?? []
        let called = Set(bindings.compactMap(Self.service(of:))).subtracting([draft.service]).sorted()
        let unknown = await withTaskGroup(of: (Int, Bool).self) { [api] group in
            for (index, name) in called.enumerated() {
                group.addTask {
                    do { return (index, try await api.scriptSettings(of: name, isSecondary: true) == nil) } catch {
                        return (index, false)
                    }
                }
            }
            var unknown: [Int] = []
            for await (index, isUnknown) in group where isUnknown { unknown.append(index) }
            return unknown
        }
        guard let first = unknown.min() else { return }
        throw PluginFailure(
            code: "cloudflare.service.unknown",
            message: "The account has no Worker \"\(called[first])\", which the code calls. Deploy it first.",
            details: ["service": .string(called[first])], fault: .notFound)
    }

    /// The Worker that a binding calls.
    private static func service(of binding: JSONValue) -> String? {
        switch binding["type"]?.string {
        case "service": binding["service"]?.string
        case "workflow": binding["script_name"]?.string
        default: nil
        }
    }

    /// Where the API cannot tell, the attachment itself is refused.
    /// - Throws: `cloudflare.domain.conflict`: no DNS record is replaced that was not named for it.
    func checkRecords(_ current: ServiceState) async throws {
        let attached = Set(current.domains.map(\.hostname))
        let domains = draft.configuration.domains
        // About a Worker that does not exist the API cannot be asked.
        guard current.version != nil, !draft.configuration.overridesDNS,
            domains.contains(where: { !attached.contains($0.hostname) })
        else { return }
        let conflicts = try? await api.conflicts(ofDomains: domains, of: draft.service)
        guard let conflicts, !conflicts.isEmpty else { return }
        throw PluginFailure(
            code: "cloudflare.domain.conflict",
            message:
                "\(conflicts.joined(separator: ", ")) has DNS records already. Remove them, or set overrideDNS in the "
                + "deploy configuration to replace them.", fault: .conflict)
    }

    private static func check(_ place: String, of owner: String?, for service: String) throws(PluginFailure) {
        guard let owner, owner != service else { return }
        throw PluginFailure(
            code: "cloudflare.route.taken",
            message: "\(place) is routed to the Worker \"\(owner)\". Remove it there first, or choose another one.")
    }

    private func zones(_ names: Set<String>) async throws -> [String: String] {
        try await withThrowingTaskGroup(of: (String, String?).self) { group in
            for name in names { group.addTask { (name, try await api.zone(named: name)) } }
            var ids: [String: String] = [:]
            for try await (name, id) in group { ids[name] = id }
            return ids
        }
    }

    private static func missing(zone: String) -> PluginFailure {
        PluginFailure(
            code: "cloudflare.zone.unknown",
            message:
                "The account has no zone \"\(zone)\" that is visible to the API token: check the name, and that the "
                + "token has the permission \"\(TokenPermission.zoneRead.rawValue)\" for it.")
    }

    private static func missing(queue: String) -> PluginFailure {
        PluginFailure(
            code: "cloudflare.queue.unknown",
            message: "The account has no queue \"\(queue)\": create it, or name another one in queueConsumers.")
    }
}
