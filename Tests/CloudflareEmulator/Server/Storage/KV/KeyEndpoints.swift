import Foundation
import Hummingbird
import JSON
import NIOCore

/// Keys and values of a KV namespace.
struct KeyEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let namespace = "accounts/:account/storage/kv/namespaces/:namespace"
        let group = "Workers KV Storage"
        return [
            Endpoint(.get, "\(namespace)/keys", .read(group), list),
            Endpoint(.get, "\(namespace)/values/:key", .read(group), get),
            Endpoint(.put, "\(namespace)/values/:key", .write(group), put),
            Endpoint(.delete, "\(namespace)/values/:key", .write(group), delete),
            Endpoint(.get, "\(namespace)/metadata/:key", .read(group), metadata),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let limit = try call.integer("limit", in: 10...1000, otherwise: 1000)
        let listed = try await ask(
            call, "list",
            .object(
                JSONObject(
                    present: ("prefix", call.query("prefix").map(JSONValue.string)),
                    ("cursor", call.query("cursor").map(JSONValue.string)), ("limit", .int(limit))))
        ).value
        let keys = listed?["keys"]?.array ?? []
        return .list(
            .array(keys), info: ["count": .int(keys.count), "cursor": listed?["cursor"] ?? ""])
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        guard let bytes = try await ask(call, "get", ["key": .string(call.parameter("key"))]).body else {
            throw Self.unknownKey
        }
        return .content(ByteBuffer(bytes: bytes), type: "application/octet-stream")
    }

    @Sendable func metadata(_ call: Call) async throws -> Answer {
        guard let found = try await ask(call, "get", ["key": .string(call.parameter("key"))]).value else {
            throw Self.unknownKey
        }
        return .result(found["metadata"] ?? nil)
    }

    /// The body is the value, or has it as a part.
    @Sendable func put(_ call: Call) async throws -> Answer {
        var value = Array(call.body.readableBytesView)
        var metadata: String?
        if call.request.headers[.contentType]?.hasPrefix("multipart/form-data") ?? false {
            let body = try Multipart(call)
            guard let part = body["value"] else { throw APIError.invalid("The part \"value\" is missing") }
            value = part.content
            metadata = body["metadata"].map { String(decoding: $0.content, as: UTF8.self) }
        }
        let expiration = try call.query("expiration").map { _ in
            try call.integer("expiration", in: 0...Int.max, otherwise: 0)
        }
        let time = try call.query("expiration_ttl").map { _ in
            try call.integer("expiration_ttl", in: 0...Int.max, otherwise: 0)
        }
        let entry = KVEntry(
            key: call.parameter("key"), value: value, metadata: metadata, expiration: expiration, expirationTime: time)
        try await ask(call, "put", entry.arguments, body: value)
        return .result([:])
    }

    /// One that is not there is no error.
    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await ask(call, "delete", ["key": .string(call.parameter("key"))])
        return .result([:])
    }

    @discardableResult
    private func ask(
        _ call: Call, _ method: String, _ value: JSONValue, body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let namespace = call.parameter("namespace")
        try await store.read(call.account) { _ = try $0.namespaceIndex(namespace) }
        return try await resources.ask(.keyValue, namespace, call.account, method, value, body: body)
    }

    private static let unknownKey = APIError(.notFound, 10009, "key not found")
}

/// A value that is put.
struct KVEntry: Sendable {
    let key: String
    let value: [UInt8]
    /// A JSON text.
    let metadata: String?
    /// Seconds since 1970.
    let expiration: Int?
    /// Seconds from now.
    let expirationTime: Int?

    /// What the runtime takes besides the value.
    var arguments: JSONValue {
        .object(
            JSONObject(
                present: ("key", .string(key)), ("metadata", metadata.map(JSONValue.string)),
                ("expiration", expiration.map(JSONValue.int)), ("expirationTtl", expirationTime.map(JSONValue.int))))
    }
}
