import JSON
import PluginMessages

extension AccountResources {
    /// Vectorize: indexes and their vectors.
    static let vectors: [Resource] = [
        Resource(
            "vectorize.indexes", .get, "vectorize/indexes", summary: "List Vectorize indexes",
            "Lists the indexes of the account, with `name` and their `config`.", gives: page
        ) { api, _ throws(APIFailure) in
            let call = APICall(.get, api.ofAccount("vectorize", "v2", "indexes"), needs: .vectorizeRead, gives: .list)
            return .page(try await api.send(call).list, next: nil)
        },
        Resource(
            "vectorize.create", .post, "vectorize/indexes", scope: .write, summary: "Create a Vectorize index",
            "Returns the index; its name is unique in the account, and its dimensions and metric cannot be changed.",
            body: [
                ConfigField(
                    "name", .string, label: "Name", required: true,
                    validation: .init(maxLength: 64, pattern: "[a-z0-9]([a-z0-9-]*[a-z0-9])?")),
                ConfigField(
                    "dimensions", .number, label: "Dimensions", required: true, validation: .init(min: 1, max: 1536)),
                ConfigField(
                    "metric", .select, label: "Metric", required: true,
                    options: ["cosine", "euclidean", "dot-product"].map { .init($0) }),
            ], gives: object, status: 201
        ) { api, request throws(APIFailure) in
            let config: JSONObject = [
                "dimensions": request.body["dimensions"] ?? .null, "metric": request.body["metric"] ?? .null,
            ]
            return .created(
                try await api.send(
                    APICall(
                        .post, api.ofAccount("vectorize", "v2", "indexes"), needs: .vectorizeEdit,
                        body: .json(["name": .string(request.text("name")), "config": .object(config)]),
                        gives: .object)
                ).result)
        },
        Resource(
            "vectorize.delete", .delete, "vectorize/indexes/:indexName", scope: .write,
            summary: "Delete a Vectorize index", "Deletes the index with all its vectors."
        ) { api, request throws(APIFailure) in
            try await api.send(APICall(.delete, api.index(request), needs: .vectorizeEdit))
            return .deleted
        },
        Resource(
            "vectorize.upsert", .post, "vectorize/indexes/:indexName/vectors", scope: .write,
            summary: "Upsert vectors",
            "Writes vectors, in place of those of the same `id`. Queries include them some seconds later; `mutationId` "
                + "names the change.",
            body: [
                ConfigField(
                    "vectors", .json, label: "Vectors", description: "An array of {id, values, namespace, metadata}.",
                    required: true)
            ], gives: object
        ) { api, request throws(APIFailure) in
            let lines = (request.body["vectors"]?.array ?? []).map { $0.text + "\n" }.joined()
            return ResourceResponse(
                json: try await api.send(
                    APICall(
                        .post, api.index(request) + ["upsert"], needs: .vectorizeEdit,
                        body: .bytes(Array(lines.utf8), contentType: "application/x-ndjson"), isRepeatable: true,
                        gives: .object)
                ).result)
        },
        Resource(
            "vectorize.query", .post, "vectorize/indexes/:indexName/query", summary: "Query a Vectorize index",
            "Returns the vectors nearest to one, with their `score`.",
            body: [
                ConfigField(
                    "vector", .json, label: "Vector", description: "An array of numbers, one for each dimension.",
                    required: true),
                ConfigField("topK", .number, label: "Most", default: 5, validation: .init(min: 1, max: 100)),
                ConfigField("filter", .json, label: "Filter", description: "Of metadata."),
                ConfigField("namespace", .string, label: "Namespace", validation: .init(maxLength: 64)),
                ConfigField("returnValues", .boolean, label: "Values", default: false),
                ConfigField(
                    "returnMetadata", .select, label: "Metadata", default: "none",
                    options: ["none", "indexed", "all"].map { .init($0) }),
            ], gives: page
        ) { api, request throws(APIFailure) in
            let names = ["vector", "topK", "filter", "namespace", "returnValues", "returnMetadata"]
            let body = JSONObject(names.compactMap { name in request.body[name].map { (name, $0) } })
            let answer = try await api.send(
                APICall(
                    .post, api.index(request) + ["query"], needs: .vectorizeRead, body: .json(.object(body)),
                    isRepeatable: true, gives: .object))
            return .page(answer.result["matches"]?.array ?? [], next: nil)
        },
    ]
}

extension CloudflareAPI {
    fileprivate func index(_ request: ResourceRequest) -> [String] {
        ofAccount("vectorize", "v2", "indexes", request.parameter("indexName"))
    }
}
