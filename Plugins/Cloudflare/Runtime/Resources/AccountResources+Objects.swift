import FoundationEssentials
import JSON
import PluginMessages

extension AccountResources {
    /// R2: objects, which may be any bytes.
    static let objects: [Resource] = [
        Resource(
            "r2.objects", .get, "r2/buckets/:bucketName/objects", summary: "List R2 objects",
            "Lists objects with `key`, `size` in bytes, `etag` and `last_modified`, in the order of their keys.",
            query: [
                .prefix, .cursor, .limit(1...1000), ConfigField("delimiter", .string, label: "Delimiter"), jurisdiction,
            ], gives: page
        ) { api, request throws(APIFailure) in
            let answer = try await api.send(
                APICall(
                    .get, api.bucket(request) + ["objects"], needs: .bucketsRead,
                    query: [
                        ("prefix", request.query("prefix")), ("cursor", request.query("cursor")),
                        ("per_page", request.query("limit")), ("delimiter", request.query("delimiter")),
                    ], headers: request.jurisdiction, gives: .list))
            return .page(answer.list, next: answer.cursor)
        },
        Resource(
            "r2.object", .get, "r2/buckets/:bucketName/objects/:key", summary: "Get an R2 object",
            "Returns the bytes of the object with its content type.", query: [jurisdiction], gives: nil
        ) { api, request throws(APIFailure) in
            let answer = try await api.bytes(
                APICall(.get, api.object(request), needs: .bucketsRead, headers: request.jurisdiction))
            return ResourceResponse(
                base64: Data(answer.body).base64EncodedString(),
                contentType: answer.header("content-type") ?? "application/octet-stream")
        },
        Resource(
            "r2.put", .put, "r2/buckets/:bucketName/objects/:key", scope: .write,
            summary: "Put an R2 object",
            "Stores the request body as the object and replaces one of the same key.",
            query: [
                ConfigField(
                    "contentType", .string, label: "Content type", description: "application/octet-stream without it.",
                    validation: .init(maxLength: 255, pattern: "[!-~]+/[ -~]+")), storageClass, jurisdiction,
            ], gives: object
        ) { api, request throws(APIFailure) in
            let type = request.query("contentType") ?? "application/octet-stream"
            return ResourceResponse(
                json: try await api.send(
                    APICall(
                        .put, api.object(request), needs: .bucketsEdit,
                        headers: request.jurisdiction + [("cf-r2-storage-class", request.query("storageClass"))],
                        body: .bytes(request.content, contentType: type), gives: .object)
                ).result)
        },
        Resource(
            "r2.deleteObject", .delete, "r2/buckets/:bucketName/objects/:key", scope: .write,
            summary: "Delete an R2 object",
            "Deletes the object permanently.", query: [jurisdiction]
        ) { api, request throws(APIFailure) in
            try await api.send(
                APICall(.delete, api.object(request), needs: .bucketsEdit, headers: request.jurisdiction))
            return .deleted
        },
    ]
}

extension CloudflareAPI {
    fileprivate func object(_ request: ResourceRequest) -> [String] {
        bucket(request) + ["objects", request.parameter("key")]
    }
}
