import Foundation
import Hummingbird
import JSON

/// Many keys of a KV namespace at once.
struct BulkEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let bulk = "accounts/:account/storage/kv/namespaces/:namespace/bulk"
        let group = "Workers KV Storage"
        return [
            Endpoint(.put, bulk, .write(group), put), Endpoint(.post, "\(bulk)/get", .read(group), get),
            Endpoint(.post, "\(bulk)/delete", .write(group), delete),
        ]
    }

    @Sendable func put(_ call: Call) async throws -> Answer {
        let entries = try call.array().map(Self.entry)
        guard entries.count <= 10_000 else { throw APIError.invalid("At most 10,000 keys can be written at once") }
        try await check(call)
        for entry in entries {
            try await resources.ask(
                .keyValue, call.parameter("namespace"), call.account, "put", entry.arguments, body: entry.value)
        }
        return .result(["successful_key_count": .int(entries.count), "unsuccessful_keys": []])
    }

    /// Keys that are not there are `null`.
    @Sendable func get(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let keys = (body["keys"]?.array ?? []).compactMap(\.string)
        guard (1...100).contains(keys.count) else { throw APIError.invalid("keys must be 1 to 100 keys") }
        try await check(call)
        var values: JSONObject = [:]
        for key in keys {
            let found = try await resources.ask(
                .keyValue, call.parameter("namespace"), call.account, "get", ["key": .string(key)])
            guard let bytes = found.body else {
                values[key] = JSONValue.null
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let value = body["type"] == "json" ? try Self.parse(text, of: key) : .string(text)
            let isWithMetadata = body["withMetadata"]?.bool ?? false
            values[key] =
                isWithMetadata ? ["value": value, "metadata": found.value?["metadata"] ?? nil] : value
        }
        return .result(["values": .object(values)])
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        let keys = try call.array().compactMap(\.string)
        guard keys.count <= 10_000 else { throw APIError.invalid("At most 10,000 keys can be deleted at once") }
        try await check(call)
        for key in keys {
            try await resources.ask(
                .keyValue, call.parameter("namespace"), call.account, "delete", ["key": .string(key)])
        }
        return .result(["successful_key_count": .int(keys.count), "unsuccessful_keys": []])
    }

    private func check(_ call: Call) async throws {
        try await store.read(call.account) { _ = try $0.namespaceIndex(call.parameter("namespace")) }
    }

    private static func parse(_ text: String, of key: String) throws -> JSONValue {
        do { return try JSONValue(parsing: text) } catch {
            throw APIError.invalid("The value of \(key) is not JSON", code: 10042)
        }
    }

    private static func entry(_ json: JSONValue) throws -> KVEntry {
        guard let key = json["key"]?.string, let text = json["value"]?.string else {
            throw APIError.invalid("Every entry needs a key and a value")
        }
        var value = Array(text.utf8)
        if json["base64"]?.bool ?? false {
            guard let data = Data(base64Encoded: text) else {
                throw APIError.invalid("The value of \(key) is not base64")
            }
            value = Array(data)
        }
        return KVEntry(
            key: key, value: value, metadata: json["metadata"].map(\.text),
            expiration: json["expiration"]?.double.map { Int($0) },
            expirationTime: json["expiration_ttl"]?.double.map { Int($0) })
    }
}
