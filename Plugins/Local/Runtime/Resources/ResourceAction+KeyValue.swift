import JSON
import PluginMessages

extension ResourceAction {
    /// KV: namespaces, keys and values, which may be any bytes.
    static let keyValue: [ResourceAction] = [
        ResourceAction(
            "kv.namespaces", .get, "kv/namespaces", summary: "List KV namespaces", query: [.cursor, .limit(1...100)],
            returns: page
        ) { runtime, request, account in
            let (found, next) = await runtime.resources(.keyValue, request, account)
            return .page(found.map { ["id": .string($0.name), "title": .string($0.name)] }, next: next)
        },
        ResourceAction(
            "kv.create", .post, "kv/namespaces", scope: .write, summary: "Create a KV namespace",
            body: [ConfigField("title", .string, label: "Title", required: true, validation: .init(maxLength: 100))],
            returns: object
        ) { runtime, request, account in
            let name = request.text("title")
            try await runtime.requireNew(.keyValue, name, account)
            _ = try await runtime.ask(LocalResource(.keyValue, name, account: account), "list", ["limit": 1])
            return ResourceResponse(status: 201, json: ["id": .string(name), "title": .string(name)])
        },
        ResourceAction(
            "kv.delete", .delete, "kv/namespaces/:namespaceId", scope: .write, summary: "Delete a KV namespace"
        ) { runtime, request, account in
            try await runtime.remove(.keyValue, request.parameter("namespaceId"), account)
        },
        ResourceAction(
            "kv.keys", .get, "kv/namespaces/:namespaceId/keys", summary: "List KV keys",
            query: [.prefix, .cursor, .limit(1...1000)], returns: page
        ) { runtime, request, account in
            let answer = try await ask(runtime, request, account, "list", request.query)
            return .page(answer.value?["keys"]?.array ?? [], next: answer.value?["cursor"]?.string)
        },
        ResourceAction(
            "kv.value", .get, "kv/namespaces/:namespaceId/values/:key", summary: "Get a KV value"
        ) { runtime, request, account in
            guard let bytes = try await ask(runtime, request, account, "get").body else {
                throw PluginFailure(
                    .kv, message: "The key \"\(request.parameter("key"))\" does not exist.",
                    fault: .notFound)
            }
            return .content(bytes)
        },
        ResourceAction(
            "kv.put", .put, "kv/namespaces/:namespaceId/values/:key", scope: .write, summary: "Set a KV value",
            query: [
                ConfigField(
                    "expirationTtl", .number, label: "Expires in", description: "Seconds.", validation: .init(min: 60))
            ], returns: object
        ) { runtime, request, account in
            _ = try await ask(runtime, request, account, "put", request.query, body: request.content)
            return ResourceResponse(json: ["key": .string(request.parameter("key"))])
        },
        ResourceAction(
            "kv.deleteKey", .delete, "kv/namespaces/:namespaceId/values/:key", scope: .write, summary: "Delete a KV key"
        ) { runtime, request, account in
            _ = try await ask(runtime, request, account, "delete")
            return ResourceResponse(json: ["deleted": true])
        },
    ]

    private static func ask(
        _ runtime: LocalRuntime, _ request: ResourceRequest, _ account: String, _ method: String,
        _ arguments: JSONObject = [:], body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let name = request.parameter("namespaceId")
        try await runtime.require(.keyValue, name, account)
        var arguments = arguments
        if let key = request.parameters["key"] { arguments["key"] = .string(key) }
        return try await runtime.ask(
            LocalResource(.keyValue, name, account: account), method, .object(arguments), body: body)
    }
}
