import Foundation
import Hummingbird
import JSON
import NIOCore

/// Uploads of static files: "Direct Uploads" (https://developers.cloudflare.com/workers/static-assets/direct-upload/).
struct AssetEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post, "accounts/:account/workers/scripts/:script/assets-upload-session", .write("Workers Scripts"),
                begin),
            // Whoever has the token of the session.
            Endpoint(.post, "accounts/:account/workers/assets/upload", nil, upload),
        ]
    }

    private static let mostFiles = 20_000
    private static let mostBytes = 25 * 1024 * 1024
    /// Few, so that there are several buckets.
    private static let bucketSize = 2

    @Sendable func begin(_ call: Call) async throws -> Answer {
        guard let manifest = try call.object()["manifest"]?.object, manifest.count <= Self.mostFiles else {
            throw APIError.invalid("manifest must be an object of at most \(Self.mostFiles) files", code: 10304)
        }
        var files: [String: StaticFiles.File] = [:]
        for (path, entry) in manifest {
            guard path.hasPrefix("/"), let hash = entry["hash"]?.string, let size = entry["size"]?.int,
                hash.wholeMatch(of: /[0-9a-f]{32}/) != nil, (0...Self.mostBytes).contains(size)
            else { throw APIError.invalid("The entry \(path) of the manifest is not valid", code: 10304) }
            files[path] = StaticFiles.File(hash: hash, size: size)
        }
        let script = call.parameter("script")
        let (completion, upload) = ("completion-\(String.uuid())", "upload-\(String.uuid())")
        let found = files
        let missing = try await store.update(call.account) { account in
            let missing = Set(found.values.map(\.hash)).subtracting(account.assets.keys)
            account.sessions[upload] = AssetSession(
                script: script, files: found, missing: missing, completion: completion)
            return missing.sorted()
        }
        try await store.add(Token(value: upload, permissions: [], accounts: [call.account]))
        let buckets = stride(from: 0, to: missing.count, by: Self.bucketSize).map { start in
            JSONValue.array(missing[start..<min(start + Self.bucketSize, missing.count)].map(JSONValue.string))
        }
        return .result(["jwt": .string(missing.isEmpty ? completion : upload), "buckets": .array(buckets)])
    }

    @Sendable func upload(_ call: Call) async throws -> Answer {
        guard call.query("base64") == "true" else { throw APIError.invalid("base64 must be true", code: 10300) }
        let token = call.token.value
        let parts = try Multipart(call).parts
        return try await store.update(call.account) { account in
            guard var session = account.sessions[token] else { throw APIError.forbidden }
            for part in parts {
                let expected = session.files.values.first { $0.hash == part.name }
                guard let expected, let content = Data(base64Encoded: Data(part.content)),
                    content.count == expected.size
                else { throw APIError.invalid("\(part.name) is not the file of the manifest", code: 10305) }
                let type = part.contentType == "application/null" ? nil : part.contentType
                account.assets[part.name] = Account.Asset(content: content, contentType: type)
                session.missing.remove(part.name)
            }
            account.sessions[token] = session
            return session.missing.isEmpty
                ? .created(["jwt": .string(session.completion)]) : .result(["jwt": nil, "buckets": nil])
        }
    }
}

extension Account {
    /// The static files of a version.
    func staticFiles(of metadata: JSONObject, script: String, previous: StaticFiles?) throws -> StaticFiles? {
        if metadata["keep_assets"] == true { return previous }
        guard let assets = metadata["assets"]?.object else { return nil }
        let session = sessions.values.first { $0.completion == assets["jwt"]?.string && $0.script == script }
        guard let session, session.missing.isEmpty else {
            throw APIError.invalid("assets.jwt is not the token of a complete upload", code: 10306)
        }
        return StaticFiles(files: session.files, routing: assets["config"]?.object ?? [:])
    }
}
