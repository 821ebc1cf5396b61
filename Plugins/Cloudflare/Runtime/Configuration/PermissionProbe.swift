import FoundationEssentials
import PluginMessages

/// What a token is allowed, found by calls that change nothing: reads, a query, and deletions of what does not exist. The API's
/// gateway refuses what a token may not do before it looks whether the object exists; a token may not read its own policies
/// unless it has a permission for that, which no deploy needs.
struct PermissionProbe: Sendable {
    let api: CloudflareAPI

    /// Those that every deploy needs first.
    func run() async -> [Verification.Permission] {
        let zones = APICall(.get, ["zones"], needs: .zoneRead, query: [("account.id", api.account)])
        let probes = Self.probes(api, zone: try? await api.send(zones).list.first?["id"]?.string)
        return await withTaskGroup(of: (Int, Verification.Permission).self) { group in
            for (index, probe) in probes.enumerated() { group.addTask { (index, await result(of: probe)) } }
            var found: [(Int, Verification.Permission)] = []
            for await result in group { found.append(result) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private struct Probe: Sendable {
        let permission: TokenPermission
        let purpose: String
        var isRequired = false
        /// `nil`: cannot be told.
        let call: APICall?
        /// A list without elements is that of a token which may see none.
        var needsElements = false
    }

    private func result(of probe: Probe) async -> Verification.Permission {
        var isGranted: Bool?
        if let call = probe.call {
            do {
                let answer = try await api.send(call)
                isGranted = !probe.needsElements || !answer.list.isEmpty
            } catch {
                // What the API says of an object that does not exist, or of a product that is not enabled, it says to
                // those who are allowed.
                if error.lacksPermission {
                    isGranted = false
                } else if let status = error.status, status < 429 {
                    isGranted = true
                }
            }
        }
        return Verification.Permission(
            probe.permission.rawValue, for: probe.purpose, isRequired: probe.isRequired, isGranted: isGranted)
    }

    /// - Parameter zone: The id of one that the token sees.
    private static func probes(_ api: CloudflareAPI, zone: String?) -> [Probe] {
        let hex = UUID().uuidString.lowercased().replacing("-", with: "")
        let name = "millrace-probe-\(hex)"
        func delete(_ permission: TokenPermission, _ path: [String]) -> APICall {
            APICall(.delete, ["accounts", api.account] + path, needs: permission)
        }
        func resource(_ permission: TokenPermission, _ what: String, _ path: [String]) -> Probe {
            Probe(permission: permission, purpose: what, call: delete(permission, path))
        }
        return [
            Probe(
                permission: .scriptsEdit, purpose: "every deploy, takedown, run, schedule and custom domain",
                isRequired: true, call: delete(.scriptsEdit, ["workers", "scripts", name])),
            Probe(
                permission: .accountSettingsRead, purpose: "listing the accounts of the token",
                call: APICall(.get, ["accounts"], needs: .accountSettingsRead), needsElements: true),
            Probe(
                permission: .tailRead, purpose: "finding tails that a takedown would break",
                call: APICall(
                    .get, ["accounts", api.account, "workers", "tails", "by-consumer", name], needs: .tailRead)),
            Probe(
                permission: .observabilityEdit, purpose: "logs of functions",
                call: api.telemetry(TelemetryQuery(service: name, from: 0, to: 1, limit: 1))),
            Probe(
                permission: .zoneRead, purpose: "routes of a zone",
                call: APICall(.get, ["zones"], needs: .zoneRead, query: [("account.id", api.account)]),
                needsElements: true),
            Probe(
                permission: .routesEdit, purpose: "routes of a zone",
                call: zone.map { APICall(.delete, ["zones", $0, "workers", "routes", hex], needs: .routesEdit) }),
            resource(.queuesEdit, "queue bindings and consumers, /api/resources/queues", ["queues", hex]),
            resource(.keyValueEdit, "/api/resources/kv", ["storage", "kv", "namespaces", hex]),
            resource(.databasesEdit, "/api/resources/d1", ["d1", "database", UUID().uuidString.lowercased()]),
            resource(.bucketsEdit, "/api/resources/r2", ["r2", "buckets", name]),
            resource(.vectorizeEdit, "/api/resources/vectorize", ["vectorize", "v2", "indexes", name]),
        ]
    }
}
