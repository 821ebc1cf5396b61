import Hummingbird
import JSON

/// Vectorize indexes: they are made, listed and deleted.
struct VectorizeEndpoints: EndpointGroup {
    let store: Store

    /// "Vectorize: Create indexes" of Cloudflare's documentation.
    private static let presets: [String: (dimensions: Int, metric: String)] = [
        "@cf/baai/bge-small-en-v1.5": (384, "cosine"), "@cf/baai/bge-base-en-v1.5": (768, "cosine"),
        "@cf/baai/bge-large-en-v1.5": (1024, "cosine"), "openai/text-embedding-ada-002": (1536, "cosine"),
        "cohere/embed-multilingual-v2.0": (768, "dot-product"),
    ]

    var endpoints: [Endpoint] {
        let indexes = "accounts/:account/vectorize/v2/indexes"
        return [
            Endpoint(.get, indexes, .read("Vectorize"), list), Endpoint(.post, indexes, .write("Vectorize"), create),
            Endpoint(.get, "\(indexes)/:index", .read("Vectorize"), get),
            Endpoint(.delete, "\(indexes)/:index", .write("Vectorize"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        .result(.array(try await store.read(call.account) { $0.indexes.map(\.json) }))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { $0.indexes[try Self.index(call, $0)].json })
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let name = try call.text("name")
        let preset = body["config"]?["preset"]?.string.flatMap { Self.presets[$0] }
        guard let dimensions = body["config"]?["dimensions"]?.int ?? preset?.dimensions,
            (1...1536).contains(dimensions),
            let metric = body["config"]?["metric"]?.string ?? preset?.metric
        else { throw APIError.invalid("config needs dimensions and a metric, or a preset", code: 1005) }
        return .result(
            try await store.update(call.account) { account in
                guard account.indexes.allSatisfy({ $0.name != name }) else {
                    throw APIError(.conflict, 3002, "vectorize.index.duplicate_name")
                }
                let index = VectorIndex(
                    name: name, description: body["description"]?.string ?? "", dimensions: dimensions, metric: metric,
                    createdAt: .now)
                account.indexes.append(index)
                return index.json
            })
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { $0.indexes.remove(at: try Self.index(call, $0)) }
        return .result(nil)
    }

    static func index(_ call: Call, _ account: Account) throws -> Int {
        guard let index = account.indexes.firstIndex(where: { $0.name == call.parameter("index") }) else {
            throw APIError(.notFound, 3000, "vectorize.index.not_found")
        }
        return index
    }
}
