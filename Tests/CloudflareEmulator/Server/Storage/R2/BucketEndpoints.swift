import HTTPTypes
import Hummingbird
import JSON

/// R2 buckets.
struct BucketEndpoints: EndpointGroup {
    let store: Store
    let resources: Resources

    var endpoints: [Endpoint] {
        let buckets = "accounts/:account/r2/buckets"
        let group = "Workers R2 Storage"
        return [
            Endpoint(.get, buckets, .read(group), list), Endpoint(.post, buckets, .write(group), create),
            Endpoint(.get, "\(buckets)/:bucket", .read(group), get),
            Endpoint(.patch, "\(buckets)/:bucket", .write(group), change),
            Endpoint(.delete, "\(buckets)/:bucket", .write(group), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let size = try call.integer("per_page", in: 1...1000, otherwise: 20)
        let start = call.query("cursor") ?? call.query("start_after") ?? ""
        let buckets = try await store.read(call.account) { $0.buckets }.filter { $0.jurisdiction == call.jurisdiction }
            .sorted { $0.name < $1.name }
        let isDescending = call.query("direction") == "desc"
        let found = (isDescending ? buckets.reversed() : buckets).filter { bucket in
            (start.isEmpty || (isDescending ? bucket.name < start : bucket.name > start))
                && call.query("name_contains").map(bucket.name.contains) ?? true
        }
        let shown = found.prefix(size)
        var info: JSONObject = ["per_page": .int(size)]
        if shown.count < found.count, let last = shown.last { info["cursor"] = .string(last.name) }
        return .list(["buckets": .array(shown.map(\.json))], info: info)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { $0.buckets[try $0.bucketIndex(call)].json })
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let name = try call.text("name")
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{1,61}[a-z0-9]/) != nil else {
            throw APIError.invalid("The specified bucket name is not valid.", code: 10005)
        }
        return .result(
            try await store.update(call.account) { account in
                guard account.buckets.allSatisfy({ $0.name != name }) else {
                    throw APIError(
                        .conflict, 10004, "The bucket you tried to create already exists, and you own it.")
                }
                let bucket = R2Bucket(
                    name: name, createdAt: .now, location: body["locationHint"]?.string ?? "weur",
                    storageClass: body["storageClass"]?.string ?? "Standard", jurisdiction: call.jurisdiction)
                account.buckets.append(bucket)
                return bucket.json
            })
    }

    @Sendable func change(_ call: Call) async throws -> Answer {
        guard let storageClass = call.request.headers[.storageClass] else {
            throw APIError.invalid("The header cf-r2-storage-class is missing")
        }
        return .result(
            try await store.update(call.account) { account in
                let index = try account.bucketIndex(call)
                account.buckets[index].storageClass = storageClass
                return account.buckets[index].json
            })
    }

    /// Only an empty one.
    @Sendable func delete(_ call: Call) async throws -> Answer {
        let name = call.parameter("bucket")
        try await store.read(call.account) { _ = try $0.bucketIndex(call) }
        let listed = try await resources.ask(.bucket, name, call.account, "list", ["limit": 1]).value
        guard listed?["objects"]?.array?.isEmpty ?? true else {
            throw APIError(.conflict, 10008, "The bucket you tried to delete is not empty.")
        }
        try await store.update(call.account) { $0.buckets.remove(at: try $0.bucketIndex(call)) }
        return .result([:])
    }
}

extension HTTPField.Name {
    static let storageClass = HTTPField.Name("cf-r2-storage-class")!
}
