import Hummingbird
import JSON

/// Secrets of a Worker. A change makes a version of the same code, which serves at once.
struct SecretEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let script = "accounts/:account/workers/scripts/:script"
        return [
            Endpoint(.get, "\(script)/secrets", .read("Workers Scripts"), list),
            Endpoint(.put, "\(script)/secrets", .write("Workers Scripts"), put),
            Endpoint(.patch, "\(script)/secrets-bulk", .write("Workers Scripts"), bulk),
            Endpoint(.get, "\(script)/secrets/:secret", .read("Workers Scripts"), get),
            Endpoint(.delete, "\(script)/secrets/:secret", .write("Workers Scripts"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let bindings = try await bindings(call)
        return .result(.array(bindings.filter(\.isSecretBinding).map { .object($0.withoutSecret) }))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let name = call.parameter("secret")
        guard let secret = try await bindings(call).first(where: { $0.isSecretBinding && $0.bindingName == name })
        else { throw Self.unknown(name) }
        return .result(.object(secret.withoutSecret))
    }

    @Sendable func put(_ call: Call) async throws -> Answer {
        let secret = try call.object()
        guard secret.isSecretBinding, !secret.bindingName.isEmpty else {
            throw APIError.invalid("A secret needs a name and the type secret_text or secret_key")
        }
        try await change(call) { $0 = $0.filter { $0.bindingName != secret.bindingName } + [secret] }
        return .result(.object(secret.withoutSecret))
    }

    /// Several at once; `null` removes one.
    @Sendable func bulk(_ call: Call) async throws -> Answer {
        guard let secrets = try call.object()["secrets"]?.object else { throw APIError.invalid("secrets is required") }
        let bindings = try await change(call) { bindings in
            bindings.removeAll { secrets[$0.bindingName] != nil }
            bindings += secrets.compactMap { name, value in
                value.object.map { secret in
                    var secret = secret
                    secret["name"] = .string(name)
                    return secret
                }
            }
        }
        return .result(
            .object(
                JSONObject(
                    bindings.filter(\.isSecretBinding).map { ($0.bindingName, .object($0.withoutSecret)) })))
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        let name = call.parameter("secret")
        try await change(call) { bindings in
            guard let index = bindings.firstIndex(where: { $0.isSecretBinding && $0.bindingName == name }) else {
                throw Self.unknown(name)
            }
            bindings.remove(at: index)
        }
        return .result(nil)
    }

    private func bindings(_ call: Call) async throws -> [JSONObject] {
        try await store.read(call.account) { try $0.script(call.parameter("script")).active?.bindings ?? [] }
    }

    @discardableResult
    private func change(
        _ call: Call, _ body: @Sendable (inout [JSONObject]) throws -> Void
    ) async throws -> [JSONObject] {
        try await store.update(call.account) { account in
            var script = try account.script(call.parameter("script"))
            guard let active = script.active else { throw APIError.scriptNotFound(script.name) }
            var bindings = active.bindings
            try body(&bindings)
            script.release(active.copy(number: script.lastNumber + 1, bindings: bindings), trigger: "secret")
            account.scripts[script.name] = script
            return bindings
        }
    }

    private static func unknown(_ name: String) -> APIError {
        APIError(.notFound, 10056, "Binding \(name) not found")
    }
}
