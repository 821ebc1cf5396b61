import Foundation
import JSON
import PluginMessages

// "R2: Workers API reference" of Cloudflare's documentation.
extension BindingServer {
    nonisolated(nonsending) func bucket(
        _ binding: DeployedBinding, _ request: BindingRequest, _ body: ByteBody?, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        let store = try stores.bucket(binding, deployment.account, now: now)
        let arguments = try JSONReader(request.value)
        switch request.method {
        case "head": return BindingAnswer(try await store.object(try BucketLimits.key(arguments))?.json())
        case "get": return try await get(arguments, from: store)
        case "put": return BindingAnswer(try await put(arguments, body, to: store))
        case "delete":
            let keys = try arguments.value("keys").array?.compactMap(\.string) ?? []
            guard keys.count <= BucketLimits.page else {
                throw BucketLimits.refusal("delete accepts at most 1000 keys")
            }
            try await store.delete(keys)
            stores.bucketSizes.forget(store.folder)
            return BindingAnswer()
        case "list": return BindingAnswer(try await list(arguments, of: store))
        case "beginUpload": return BindingAnswer(try await beginUpload(arguments, to: store))
        case "uploadPart": return BindingAnswer(try await uploadPart(arguments, body, to: store))
        case "completeUpload": return BindingAnswer(try await completeUpload(arguments, of: store))
        case "abortUpload":
            try await abortUpload(arguments, of: store)
            return BindingAnswer()
        default: throw request.unknownMethod
        }
    }

    private nonisolated(nonsending) func get(
        _ arguments: JSONReader, from store: BucketStore
    ) async throws -> BindingAnswer {
        let key = try BucketLimits.key(arguments)
        let conditions = try arguments.optional("onlyIf", ObjectConditions.init(json:))
        // The file may go when another puts the object anew; then the new one is read.
        while let object = try await store.object(key) {
            guard conditions?.hold(for: object) ?? true else { return BindingAnswer(try object.json()) }
            let asked = try arguments.optional("range") { json throws(JSONMismatch) in json }
            let range = try asked.map { try BucketLimits.range($0, of: object) }
            if let content = try store.files.read(object.version, range ?? 0..<object.size) {
                let size = range?.count ?? object.size
                return BindingAnswer(
                    try object.json(range: range), body: content, bodyBytes: min(size, WorkerStreams.mostOnTheirWay))
            }
        }
        return BindingAnswer()
    }

    /// `nil`: a condition did not hold.
    private nonisolated(nonsending) func put(
        _ arguments: JSONReader, _ body: ByteBody?, to store: BucketStore
    ) async throws -> JSONValue? {
        let key = try BucketLimits.key(arguments)
        let conditions = try arguments.optional("onlyIf", ObjectConditions.init(json:))
        let metadata = try BucketLimits.metadata(arguments)
        let checksum = try arguments.optional("checksum", Checksum.init(json:))
        let algorithm = checksum?.algorithm ?? .md5
        let written = try await within(arguments, of: store) {
            try await store.files.write(body, algorithm, most: $0)
        }
        if let checksum, checksum.digest != written.digest {
            store.files.remove([written.name])
            throw BucketLimits.refusal(
                "put: the \(checksum.algorithm.rawValue) of the content is not the one that was given (10037)")
        }
        let object = ObjectRecord(
            key: key, version: written.name, size: written.size, etag: written.md5, uploaded: now,
            httpMetadata: BucketLimits.httpMetadata(arguments), customMetadata: metadata,
            checksums: Checksum.text(md5: written.md5, and: checksum))
        return try await store.put(object, onlyIf: conditions) ? try object.json() : nil
    }

    /// Writes a content for which the bucket has room.
    /// - Parameter write: Called with the bytes that there is room for.
    nonisolated(nonsending) func within(
        _ arguments: JSONReader, of store: BucketStore,
        _ write: nonisolated(nonsending) (Int) async throws -> ObjectFiles.Written
    ) async throws -> ObjectFiles.Written {
        let limit = configuration.resources.bucketMegabytes << 20
        let used: Int
        if let known = stores.bucketSizes.size(of: store.folder, at: steady) {
            used = known
        } else {
            used = try await store.bytes()
            stores.bucketSizes.measured(used, of: store.folder, at: steady)
        }
        do {
            let written = try await write(max(0, limit - used))
            stores.bucketSizes.add(written.size, to: store.folder)
            return written
        } catch is ObjectFiles.TooLarge {
            counters.limited(by: .bucket)
            throw BucketLimits.refusal(
                "put: the bucket would have more than \(configuration.resources.bucketMegabytes) MiB "
                    + RuntimeLimit.bucket.named)
        }
    }

    private nonisolated(nonsending) func list(
        _ arguments: JSONReader, of store: BucketStore
    ) async throws -> JSONValue {
        let limit = try arguments.optionalInt("limit") ?? BucketLimits.page
        guard (1...BucketLimits.page).contains(limit) else {
            throw BucketLimits.refusal("list: the limit must be from 1 to \(BucketLimits.page)")
        }
        let after = try arguments.optionalString("startAfter").map(KeyRange.start(after:))
        let listing = try await store.list(
            .init(
                prefix: try arguments.optionalString("prefix") ?? "",
                delimiter: try arguments.optionalString("delimiter"), start: try KeyCursor.start(arguments) ?? after,
                limit: limit))
        return .object(
            JSONObject(
                present: ("objects", .array(try listing.objects.map { try $0.json() })),
                ("truncated", .bool(listing.next != nil)), ("cursor", listing.next.map { .string(KeyCursor.text($0)) }),
                ("delimitedPrefixes", .array(listing.prefixes.map(JSONValue.string)))))
    }
}
