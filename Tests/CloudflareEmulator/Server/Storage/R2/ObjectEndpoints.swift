import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Objects of an R2 bucket.
struct ObjectEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let objects = "accounts/:account/r2/buckets/:bucket/objects"
        let group = "Workers R2 Storage"
        return [
            Endpoint(.get, objects, .read(group), list), Endpoint(.get, "\(objects)/...key", .read(group), get),
            Endpoint(.put, "\(objects)/...key", .write(group), put),
            Endpoint(.delete, "\(objects)/...key", .write(group), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let size = try call.integer("per_page", in: 1...1000, otherwise: 20)
        let listed = try await ask(
            call, "list",
            .object(
                JSONObject(
                    present: ("prefix", call.query("prefix").map(JSONValue.string)),
                    ("delimiter", call.query("delimiter").map(JSONValue.string)),
                    ("cursor", call.query("cursor").map(JSONValue.string)),
                    ("startAfter", call.query("start_after").map(JSONValue.string)), ("limit", .int(size))))
        ).value
        return .list(
            .array((listed?["objects"]?.array ?? []).map(Self.item)),
            info: JSONObject(
                present: ("per_page", .int(size)), ("is_truncated", listed?["truncated"] ?? false),
                ("cursor", listed?["cursor"]), ("delimited", listed?["delimitedPrefixes"])))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let found = try await ask(call, "get", ["key": .string(call.parameter("key"))])
        guard let object = found.value, let bytes = found.body else { throw Self.unknownKey }
        let etag = "\"\(object["etag"]?.string ?? "")\""
        if call.request.headers[.ifNoneMatch] == etag { throw APIError(.notModified, 10031, "Not modified") }
        return .content(
            ByteBuffer(bytes: bytes),
            type: object["httpMetadata"]?["contentType"]?.string ?? "application/octet-stream",
            headers: [.eTag: etag])
    }

    @Sendable func put(_ call: Call) async throws -> Answer {
        let type = call.request.headers[.contentType] ?? "application/octet-stream"
        let object = try await ask(
            call, "put",
            ["key": .string(call.parameter("key")), "httpMetadata": ["contentType": .string(type)]],
            body: Array(call.body.readableBytesView)
        ).value
        return .object(
            ("key", object?["key"]), ("etag", object?["etag"]), ("version", object?["version"]),
            // The specification has it as a text.
            ("size", object?["size"]?.int.map { .string(String($0)) }),
            ("uploaded", Moment(milliseconds: object?["uploaded"]?.int ?? 0).json),
            ("storage_class", .string(call.request.headers[.storageClass] ?? "Standard")))
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        let key = call.parameter("key")
        guard try await ask(call, "head", ["key": .string(key)]).value != nil else { throw Self.unknownKey }
        try await ask(call, "delete", ["keys": [.string(key)]])
        return .result(["key": .string(key)])
    }

    private static func item(_ object: JSONValue) -> JSONValue {
        [
            "key": object["key"] ?? nil, "etag": object["etag"] ?? nil, "size": object["size"] ?? nil,
            "last_modified": Moment(milliseconds: object["uploaded"]?.int ?? 0).json,
            "http_metadata": object["httpMetadata"] ?? [:], "custom_metadata": object["customMetadata"] ?? [:],
            "ssec": false, "storage_class": "Standard",
        ]
    }

    @discardableResult
    private func ask(
        _ call: Call, _ method: String, _ value: JSONValue, body: [UInt8]? = nil
    ) async throws -> (value: JSONValue?, body: [UInt8]?) {
        let bucket = call.parameter("bucket")
        try await store.read(call.account) { _ = try $0.bucketIndex(call) }
        return try await resources.ask(.bucket, bucket, call.account, method, value, body: body)
    }

    private static let unknownKey = APIError(.notFound, 10007, "The specified key does not exist.")
}
