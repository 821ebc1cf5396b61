import Foundation
import JSON
import PluginMessages

// Uploads in parts: "R2: Workers API reference, multipart upload" of Cloudflare's documentation.
extension BindingServer {
    /// - Returns: The upload's id.
    nonisolated(nonsending) func beginUpload(_ arguments: JSONReader, to store: BucketStore) async throws -> JSONValue {
        let upload = ObjectUpload(
            id: UUID().uuidString.lowercased(), key: try BucketLimits.key(arguments), begun: now,
            httpMetadata: BucketLimits.httpMetadata(arguments), customMetadata: try BucketLimits.metadata(arguments))
        try await store.begin(upload)
        return .string(upload.id)
    }

    /// - Returns: The part's etag.
    nonisolated(nonsending) func uploadPart(
        _ arguments: JSONReader, _ body: ByteBody?, to store: BucketStore
    ) async throws -> JSONValue {
        let number = try arguments.int("partNumber")
        guard UploadLimits.parts.contains(number) else {
            throw BucketLimits.refusal("uploadPart: a part's number is 1 to \(UploadLimits.parts.upperBound)")
        }
        let upload = try await upload(arguments, in: store)
        let written = try await within(arguments, of: store) { try await store.parts.write(body, most: $0) }
        let part = UploadPart(number: number, file: written.name, size: written.size, etag: written.md5)
        try await store.add(part, to: upload, now: now)
        return .string(part.etag)
    }

    nonisolated(nonsending) func completeUpload(
        _ arguments: JSONReader, of store: BucketStore
    ) async throws -> JSONValue {
        let upload = try await upload(arguments, in: store)
        let parts = try UploadPart.chosen(
            try arguments.list("parts", UploadPart.Choice.init(json:)),
            of: try await store.uploadedParts(of: upload))
        guard let version = try await store.files.join(parts.map(\.file), of: store.parts) else {
            // An upload that ended meanwhile has no parts either.
            _ = try await self.upload(arguments, in: store)
            throw BucketStore.replacedPart
        }
        let object = ObjectRecord(
            key: upload.key, version: version, size: parts.reduce(0) { $0 + $1.size }, etag: UploadPart.etag(of: parts),
            uploaded: now, httpMetadata: upload.httpMetadata, customMetadata: upload.customMetadata, checksums: "{}")
        try await store.complete(upload, with: parts, as: object)
        return try object.json()
    }

    nonisolated(nonsending) func abortUpload(_ arguments: JSONReader, of store: BucketStore) async throws {
        try await store.abort(try arguments.string("uploadId"), of: try BucketLimits.key(arguments), now: now)
    }

    private nonisolated(nonsending) func upload(
        _ arguments: JSONReader, in store: BucketStore
    ) async throws -> ObjectUpload {
        try await store.upload(try arguments.string("uploadId"), of: try BucketLimits.key(arguments), now: now)
    }
}
