import Crypto
import FoundationEssentials
import JSON
import Values

/// Files that a Worker serves beside its code.
///
/// "Static Assets: Direct Uploads" (https://developers.cloudflare.com/workers/static-assets/direct-upload/) has the limits
/// and the form of hashes.
struct StaticAssets: Sendable, Hashable {
    struct File: Sendable, Hashable {
        /// From `/`.
        let path: String
        let content: [UInt8]
        /// `nil` sends none with the file.
        let contentType: String?

        /// Two files with one hash are served alike, so that it is of the type, too: 32 hexadecimal digits.
        var hash: String {
            var hash = SHA256()
            hash.update(data: Data("\(contentType ?? "")\n".utf8))
            hash.update(data: content)
            return String(Hex.text(hash.finalize()).prefix(32))
        }
    }

    /// In the order of their paths.
    let files: [File]
    /// What the metadata says of how they are served.
    let routing: JSONObject

    static let mostFiles = 20_000
    static let mostBytes = 25 * 1024 * 1024

    /// What the API is asked for: it responds with the hashes that it lacks.
    var manifest: JSONObject {
        JSONObject(files.map { ($0.path, ["hash": .string($0.hash), "size": .int($0.content.count)]) })
    }

    /// The type that a path's extension stands for: "Media Types" of the IANA's registry.
    static func contentType(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        return types[name[name.index(after: dot)...].lowercased()]
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
        "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8",
        "json": "application/json", "map": "application/json", "webmanifest": "application/manifest+json",
        "xml": "application/xml", "pdf": "application/pdf", "wasm": "application/wasm", "svg": "image/svg+xml",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
        "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
        "mp3": "audio/mpeg", "mp4": "video/mp4", "webm": "video/webm",
    ]
}
