import FoundationEssentials
import JSON
import PluginMessages

extension AccountResources {
    /// KV: namespaces, keys and values, which may be any bytes.
    static let keyValue: [Resource] = [
        Resource(
            "kv.namespaces", .get, "kv/namespaces", summary: "List KV namespaces",
            "Lists the namespaces of the account, with `id` and `title`.",
            query: [.cursor, .limit(1...100)], gives: page
        ) { api, request throws(APIFailure) in
            let answer = try await api.send(
                APICall(
                    .get, api.ofAccount("storage", "kv", "namespaces"), needs: .keyValueRead,
                    query: [("page", request.query("cursor")), ("per_page", request.query("limit") ?? "100")],
                    gives: .list))
            return .page(answer.list, next: answer.nextPage.map(String.init))
        },
        Resource(
            "kv.create", .post, "kv/namespaces", scope: .write, summary: "Create a KV namespace",
            "Returns the namespace with its `id`, which workflows name in their variables.",
            body: [ConfigField("title", .string, label: "Title", required: true, validation: .init(maxLength: 512))],
            gives: object, status: 201
        ) { api, request throws(APIFailure) in
            .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("storage", "kv", "namespaces"), needs: .keyValueEdit,
                        body: .json(["title": .string(request.text("title"))]), gives: .object)
                ).result)
        },
        Resource(
            "kv.delete", .delete, "kv/namespaces/:namespaceId", scope: .write, summary: "Delete a KV namespace",
            "Deletes the namespace with all its keys. Workers that bind it fail from then on."
        ) { api, request throws(APIFailure) in
            try await api.send(APICall(.delete, api.namespace(request), needs: .keyValueEdit))
            return .deleted
        },
        Resource(
            "kv.keys", .get, "kv/namespaces/:namespaceId/keys", summary: "List KV keys",
            "Lists the keys in alphabetical order, with `name` and, where they have one, the `expiration` in seconds "
                + "since 1970.",
            query: [.prefix, .cursor, .limit(1...1000)], gives: page
        ) { api, request throws(APIFailure) in
            let page = SmallPage(request)
            let answer = try await api.send(
                APICall(
                    .get, api.namespace(request) + ["keys"], needs: .keyValueRead,
                    query: [
                        ("prefix", request.query("prefix")), ("cursor", page.cursor),
                        ("limit", page.size.map { "\($0)" }),
                    ], gives: .list))
            return page.answer(answer.list, next: answer.cursor)
        },
        Resource(
            "kv.value", .get, "kv/namespaces/:namespaceId/values/:key", summary: "Get a KV value",
            "Returns the bytes of the value.", gives: nil,
            mediaType: "application/octet-stream"
        ) { api, request throws(APIFailure) in
            let answer = try await api.bytes(APICall(.get, api.value(request), needs: .keyValueRead))
            return ResourceResponse(base64: Data(answer.body).base64EncodedString())
        },
        Resource(
            "kv.put", .put, "kv/namespaces/:namespaceId/values/:key", scope: .write,
            summary: "Set a KV value",
            "Stores the bytes of the request body as the value. Workers elsewhere may read the former value for up to "
                + "a minute.",
            query: [
                ConfigField(
                    "expirationTtl", .number, label: "Expires in", description: "Seconds.", validation: .init(min: 60)),
                ConfigField(
                    "expiration", .number, label: "Expires at", description: "Seconds since 1970.",
                    validation: .init(min: 0)),
                ConfigField(
                    "metadata", .string, label: "Metadata",
                    description: "JSON of at most 1024 bytes, kept with the key and listed with it.",
                    validation: .init(maxLength: 1024)),
            ], gives: object
        ) { api, request throws(APIFailure) in
            var parts: [MultipartBody.Part] = [
                .init("value", fileName: "value", contentType: "application/octet-stream", content: request.content)
            ]
            if let metadata = request.query["metadata"]?.string {
                parts.append(.init("metadata", contentType: "application/json", content: Array(metadata.utf8)))
            }
            try await api.send(
                APICall(
                    .put, api.value(request), needs: .keyValueEdit,
                    query: [
                        ("expiration_ttl", request.query("expirationTtl")), ("expiration", request.query("expiration")),
                    ], body: .multipart(MultipartBody(parts))))
            return ResourceResponse(json: ["key": .string(request.parameter("key"))])
        },
        Resource(
            "kv.metadata", .get, "kv/namespaces/:namespaceId/metadata/:key", summary: "Get a KV key's metadata",
            "Returns the `metadata` of a key; `null` without one.", gives: object
        ) { api, request throws(APIFailure) in
            let path = api.namespace(request) + ["metadata", request.parameter("key")]
            let answer = try await api.send(APICall(.get, path, needs: .keyValueRead))
            return ResourceResponse(json: ["metadata": answer.result])
        },
        Resource(
            "kv.deleteKey", .delete, "kv/namespaces/:namespaceId/values/:key", scope: .write,
            summary: "Delete a KV key",
            "Deletes the key and its value. Workers elsewhere may read the value for up to a minute."
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
