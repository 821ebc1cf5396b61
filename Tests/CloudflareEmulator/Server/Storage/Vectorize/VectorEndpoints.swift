import Hummingbird
import JSON
import NIOCore

/// Vectors of an index: written as lines of JSON, and found by their distance to another. Writes show at once.
struct VectorEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let index = "accounts/:account/vectorize/v2/indexes/:index"
        return [
            Endpoint(.post, "\(index)/upsert", .write("Vectorize"), upsert),
            Endpoint(.post, "\(index)/query", .read("Vectorize"), query),
        ]
    }

    @Sendable func upsert(_ call: Call) async throws -> Answer {
        let lines = String(buffer: call.body).split(separator: "\n")
        try await store.update(call.account) { account in
            let place = try VectorizeEndpoints.index(call, account)
            for line in lines {
                guard let json = try? JSONValue(parsing: String(line)), let vector = StoredVector(json),
                    vector.values.count == account.indexes[place].dimensions
                else { throw APIError.invalid("vectorize.vector.invalid: \(line.prefix(100))", code: 40006) }
                account.indexes[place].vectors =
                    (account.indexes[place].vectors ?? []).filter { $0.id != vector.id }
                    + [vector]
            }
        }
        return .result(["mutationId": .string(.uuid())])
    }

    @Sendable func query(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let vector = (body["vector"]?.array ?? []).compactMap(\.double)
        let index = try await store.read(call.account) { $0.indexes[try VectorizeEndpoints.index(call, $0)] }
        guard vector.count == index.dimensions else {
            throw APIError.invalid(
                "vectorize.query.dimensions: expected \(index.dimensions) dimensions, and got \(vector.count)",
                code: 40006)
        }
        let filter = body["filter"]?.object ?? [:]
        let found = (index.vectors ?? []).filter { candidate in
            (body["namespace"]?.string ?? candidate.namespace) == candidate.namespace
                && filter.allSatisfy { candidate.metadata?[$0.key] == $0.value }
        }
        let scored = found.map { ($0, index.score(of: $0.values, to: vector)) }
            .sorted { index.metric == "euclidean" ? $0.1 < $1.1 : $0.1 > $1.1 }
        let withValues = body["returnValues"]?.bool ?? false
        let withMetadata = body["returnMetadata"].map { $0 != "none" } ?? false
        let matches = scored.prefix(body["topK"]?.int ?? 5).map { match, score in
            JSONValue.object(
                JSONObject(
                    present: ("id", .string(match.id)), ("score", .number(JSONNumber(score))),
                    ("namespace", match.namespace.map(JSONValue.string)),
                    ("values", withValues ? .array(match.values.map { .number(JSONNumber($0)) }) : nil),
                    ("metadata", withMetadata ? match.metadata : nil)))
        }
        return .result(["count": .int(matches.count), "matches": .array(matches)])
    }
}
