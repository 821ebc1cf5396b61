import Hummingbird
import JSON

/// Tokens, accounts and zones.
struct AccountEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "user/tokens/verify", nil, verify),
            Endpoint(.get, "accounts/:account/tokens/verify", nil, verify),
            Endpoint(.get, "accounts", nil, list),
            Endpoint(.get, "accounts/:account", .read("Account Settings"), get),
            Endpoint(.get, "zones", nil, zones),
            Endpoint(.get, "zones/:zone", .read("Zone"), zone),
        ]
    }

    @Sendable func verify(_ call: Call) async throws -> Answer {
        guard call.token.status != .expired else { throw APIError(.unauthorized, 1000, "Invalid API Token") }
        return .result(["id": .string(call.token.id), "status": .string(call.token.status.rawValue)])
    }

    /// A token sees the accounts that it has any permission in.
    @Sendable func list(_ call: Call) async throws -> Answer {
        let accounts = await store.accounts.filter { account in
            call.token.reaches(account.id) && call.query("name").map { account.name.contains($0) } ?? true
        }
        return try call.page(accounts.map(\.json), limit: 50)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { $0.json })
    }

    /// A token without a permission for zones sees none.
    @Sendable func zones(_ call: Call) async throws -> Answer {
        guard call.token.allows(.read("Zone")) else { return try call.page([]) }
        let account = call.query("account.id")
        let accounts = await store.accounts.filter { call.token.reaches($0.id) && account ?? $0.id == $0.id }
        let found = accounts.flatMap { account in
            account.zones.filter { zone in
                (call.query("name") ?? zone.name) == zone.name && (call.query("status") ?? "active") == "active"
            }.map { $0.json(in: account) }
        }
        return try call.page(found, limit: 50)
    }

    @Sendable func zone(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { try $0.zone(call.parameter("zone")).json(in: $0) })
    }
}
