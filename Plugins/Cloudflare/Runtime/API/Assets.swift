import FoundationEssentials
import JSON

/// Uploads of a Worker's static files: "Static Assets: Direct Uploads"
/// (https://developers.cloudflare.com/workers/static-assets/direct-upload/).
extension CloudflareAPI {
    /// Uploads what the platform lacks of files.
    /// - Returns: The token by which the upload of a version names them.
    func uploadAssets(_ assets: StaticAssets, of script: String) async throws(APIFailure) -> String {
        let session = APICall(
            .post, ofAccount("workers", "scripts", script, "assets-upload-session"), needs: .scriptsEdit,
            body: .json(["manifest": .object(assets.manifest)]), isRepeatable: true, gives: .object)
        let started = try await send(session).result
        guard var token = started["jwt"]?.string else { throw failure(of: session, "the result has no jwt") }
        let files = Dictionary(assets.files.map { ($0.hash, $0) }) { first, _ in first }
        let buckets = (started["buckets"]?.array ?? []).map { ($0.array ?? []).compactMap(\.string) }
            .filter { !$0.isEmpty }
        guard !buckets.isEmpty else { return token }
        let upload = token
        var isComplete = false
        for bucket in buckets {
            let call = APICall(
                .post, ofAccount("workers", "assets", "upload"), needs: .scriptsEdit, query: [("base64", "true")],
                body: .multipart(MultipartBody(bucket.compactMap { hash in files[hash].map { $0.part(hash) } })),
                isRepeatable: true, token: upload)
            // The last of them has the token of the whole.
            if let complete = try await send(call).result["jwt"]?.string {
                token = complete
                isComplete = true
            }
        }
        guard isComplete else { throw failure(of: session, "the upload of the static files did not complete") }
        return token
    }

    private func failure(of call: APICall, _ text: String) -> APIFailure {
        APIFailure(call: call.name, permission: call.permission, reason: .malformed(status: 200, text))
    }
}

extension StaticAssets.File {
    /// `application/null` serves a file without a type.
    fileprivate func part(_ hash: String) -> MultipartBody.Part {
        MultipartBody.Part(
            hash, fileName: hash, contentType: contentType ?? "application/null",
            content: Array(Data(content).base64EncodedString().utf8))
    }
}
