import FoundationEssentials
import JSON
import PluginMessages

extension AccountResources {
    /// KV: namespaces, keys and values, which may be any bytes.
    static let keyValue: [Resource] = [
        Resource(
            "kv.namespaces", .get, "kv/namespaces", summary: "List KV namespaces",
            query: [cursor, limit(1...100)], gives: page
        ) { api, request throws(APIFailure) in
            let answer = try await api.send(
                APICall(
                    .get, api.ofAccount("storage", "kv", "namespaces"), needs: .keyValueRead,
                    query: [("page", request.query("cursor")), ("per_page", request.query("limit") ?? "100")]))
            return .page(answer.list, next: answer.nextPage.map(String.init))
        },
        Resource(
            "kv.create", .post, "kv/namespaces", scope: .write, summary: "Create a KV namespace",
            body: [ConfigField("title", .string, label: "Title", required: true, validation: .init(maxLength: 512))],
            gives: object
        ) { api, request throws(APIFailure) in
            .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("storage", "kv", "namespaces"), needs: .keyValueEdit,
                        body: .json(["title": .string(request.text("title"))]))
                ).result)
        },
        Resource(
            "kv.delete", .delete, "kv/namespaces/:namespaceId", scope: .write, summary: "Delete a KV namespace"
        ) { api, request throws(APIFailure) in
            try await api.send(APICall(.delete, api.namespace(request), needs: .keyValueEdit))
            return .deleted
        },
        Resource(
            "kv.keys", .get, "kv/namespaces/:namespaceId/keys", summary: "List KV keys",
            query: [prefix, cursor, limit(1...1000)], gives: page
        ) { api, request throws(APIFailure) in
            let page = SmallPage(request)
            let answer = try await api.send(
                APICall(
                    .get, api.namespace(request) + ["keys"], needs: .keyValueRead,
                    query: [
                        ("prefix", request.query("prefix")), ("cursor", page.cursor),
                        ("limit", page.size.map { "\($0)" }),
                    ]))
            return page.answer(answer.list, next: answer.cursor)
        },
        Resource(
            "kv.value", .get, "kv/namespaces/:namespaceId/values/:key", summary: "Get a KV value"
        ) { api, request throws(APIFailure) in
            let answer = try await api.bytes(APICall(.get, api.value(request), needs: .keyValueRead))
            return ResourceResponse(base64: Data(answer.body).base64EncodedString())
        },
        Resource(
            "kv.put", .put, "kv/namespaces/:namespaceId/values/:key", scope: .write,
            summary: "Set a KV value",
            query: [
                ConfigField(
                    "expirationTtl", .number, label: "Expires in", description: "Seconds.", validation: .init(min: 60))
            ], gives: object
        ) { api, request throws(APIFailure) in
            try await api.send(
                APICall(
                    .put, api.value(request), needs: .keyValueEdit,
                    query: [("expiration_ttl", request.query("expirationTtl"))],
                    body: .multipart(
                        MultipartBody([
                            .init(
                                "value", fileName: "value", contentType: "application/octet-stream",
                                content: request.content)
                        ]))))
            return ResourceResponse(json: ["key": .string(request.parameter("key"))])
        },
        Resource(
            "kv.deleteKey", .delete, "kv/namespaces/:namespaceId/values/:key", scope: .write,
            summary: "Delete a KV key"
        ) { api, request throws(APIFailure) in
            try await api.send(APICall(.delete, api.value(request), needs: .keyValueEdit))
            return .deleted
        },
    ]
}

extension CloudflareAPI {
    fileprivate func namespace(_ request: ResourceRequest) -> [String] {
        ofAccount("storage", "kv", "namespaces", request.parameter("namespaceId"))
    }

    fileprivate func value(_ request: ResourceRequest) -> [String] {
        namespace(request) + ["values", request.parameter("key")]
    }
}
