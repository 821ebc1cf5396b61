import Hummingbird
import JSON

/// KV namespaces.
struct NamespaceEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let namespaces = "accounts/:account/storage/kv/namespaces"
        let group = "Workers KV Storage"
        return [
            Endpoint(.get, namespaces, .read(group), list), Endpoint(.post, namespaces, .write(group), create),
            Endpoint(.get, "\(namespaces)/:namespace", .read(group), get),
            Endpoint(.put, "\(namespaces)/:namespace", .write(group), rename),
            Endpoint(.delete, "\(namespaces)/:namespace", .write(group), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        var found = try await store.read(call.account) { $0.namespaces }
        if let order = call.query("order") {
            found.sort { order == "id" ? $0.id < $1.id : $0.title < $1.title }
        }
        if call.query("direction") == "desc" { found.reverse() }
        return try call.page(found.map(\.json), limit: 1000)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(
            try await store.read(call.account) { account in
                account.namespaces[try account.namespaceIndex(call.parameter("namespace"))].json
            })
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let title = try call.text("title")
        return .result(
            try await store.update(call.account) { account in
                try Self.checkIsFree(title, account)
                let namespace = KVNamespace(id: .hexadecimalID(), title: title)
                account.namespaces.append(namespace)
                return namespace.json
            })
    }

    @Sendable func rename(_ call: Call) async throws -> Answer {
        let title = try call.text("title")
        return .result(
            try await store.update(call.account) { account in
                let index = try account.namespaceIndex(call.parameter("namespace"))
                if account.namespaces[index].title != title { try Self.checkIsFree(title, account) }
                account.namespaces[index].title = title
                return account.namespaces[index].json
            })
    }

    /// Its values stay in the runtime's files, where no later namespace has its id.
    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { account in
            account.namespaces.remove(at: try account.namespaceIndex(call.parameter("namespace")))
        }
        return .result([:])
    }

    private static func checkIsFree(_ title: String, _ account: Account) throws {
        guard account.namespaces.allSatisfy({ $0.title != title }) else {
            throw APIError.invalid("a namespace with this account ID and title already exists", code: 10014)
        }
    }
}
