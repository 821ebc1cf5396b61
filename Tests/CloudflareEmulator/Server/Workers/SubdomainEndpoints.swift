import Hummingbird
import JSON

/// `workers.dev`: the account's name there, and which Workers are under it.
struct SubdomainEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let account = "accounts/:account/workers/subdomain"
        let script = "accounts/:account/workers/scripts/:script/subdomain"
        return [
            Endpoint(.get, account, .read("Workers Scripts"), accountName),
            Endpoint(.put, account, .write("Workers Scripts"), setAccountName),
            Endpoint(.delete, account, .write("Workers Scripts"), deleteAccountName),
            Endpoint(.get, script, .read("Workers Scripts"), get),
            Endpoint(.post, script, .write("Workers Scripts"), set),
            Endpoint(.delete, script, .write("Workers Scripts"), disable),
        ]
    }

    @Sendable func accountName(_ call: Call) async throws -> Answer {
        guard let name = try await store.read(call.account, { $0.subdomain }) else {
            throw APIError(.notFound, 10007, "There is no workers.dev subdomain on your account.")
        }
        return .result(["subdomain": .string(name)])
    }

    @Sendable func setAccountName(_ call: Call) async throws -> Answer {
        let name = try call.text("subdomain")
        for account in await store.accounts where account.id != call.account && account.subdomain == name {
            throw APIError(.conflict, 10032, "The subdomain \(name) is taken.")
        }
        try await store.update(call.account) { account in
            guard account.subdomain == nil || account.subdomain == name else {
                throw APIError(.conflict, 10036, "Account already has an associated subdomain.")
            }
            account.subdomain = name
        }
        return .result(["subdomain": .string(name)])
    }

    @Sendable func deleteAccountName(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { $0.subdomain = nil }
        return .noContent
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { Self.json(try $0.script(call.parameter("script"))) })
    }

    @Sendable func set(_ call: Call) async throws -> Answer {
        let body = try call.object()
        guard let isEnabled = body["enabled"]?.bool else { throw APIError.invalid("enabled is required") }
        return .result(
            try await change(call) { account, script in
                guard !isEnabled || account.subdomain != nil else {
                    throw APIError.invalid("You need a workers.dev subdomain in order to proceed.", code: 10063)
                }
                script.subdomainIsEnabled = isEnabled
                script.previewsAreEnabled = body["previews_enabled"]?.bool ?? isEnabled
            })
    }

    @Sendable func disable(_ call: Call) async throws -> Answer {
        .result(
            try await change(call) { _, script in
                script.subdomainIsEnabled = false
                script.previewsAreEnabled = false
            })
    }

    private func change(
        _ call: Call, _ body: @Sendable (Account, inout Script) throws -> Void
    ) async throws -> JSONValue {
        try await store.update(call.account) { account in
            var script = try account.script(call.parameter("script"))
            try body(account, &script)
            account.scripts[script.name] = script
            return Self.json(script)
        }
    }

    private static func json(_ script: Script) -> JSONValue {
        ["enabled": .bool(script.subdomainIsEnabled), "previews_enabled": .bool(script.previewsAreEnabled)]
    }
}
