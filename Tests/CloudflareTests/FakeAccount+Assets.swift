import JSON
import PluginKit

@testable import CloudflareRuntime

/// Uploads of static files, one a bucket.
extension FakeAccount.State {
    /// `nil` for calls of something else.
    mutating func assets(_ path: [String], _ body: JSONValue, _ request: FetchRequest) -> JSONValue? {
        if request.method == "POST", path.last == "assets-upload-session" {
            manifest = (body["manifest"]?.object ?? [:]).compactMap { $0.value["hash"]?.string }
            let missing = Set(manifest).subtracting(files.keys).sorted()
            return [
                "jwt": missing.isEmpty ? "complete" : "upload",
                "buckets": .array(missing.map { [.string($0)] }),
            ]
        }
        guard path == ["workers", "assets", "upload"], request.url.hasSuffix("?base64=true") else { return nil }
        let token = request.headers.first { $0.name == "authorization" }?.value
        guard token == "Bearer upload" else { return nil }
        let text = String(decoding: request.body ?? [], as: UTF8.self)
        for part in text.components(separatedBy: "--millrace-").dropFirst() where !part.hasSuffix("--\r\n") {
            let halves = part.components(separatedBy: "\r\n\r\n")
            guard halves.count == 2, let name = halves[0].firstMatch(of: /name="([0-9a-f]{32})"/) else { continue }
            let type = halves[0].components(separatedBy: "Content-Type: ").last ?? ""
            files[String(name.1)] = "\(type),\(halves[1].replacing("\r\n", with: ""))"
        }
        return Set(manifest).isSubset(of: files.keys) ? ["jwt": "complete"] : [:]
    }
}
