import Documentation
import Foundation
import Hummingbird

/// The reference of PluginKit below `/docs/plugin-kit`, as `make docs` builds it with DocC.
struct PluginReferenceController {
    /// DocC's pages have a script and styles of their own.
    private static let policy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' "
        + "data:; "
        + "frame-ancestors 'none'"
    private static let path = "/docs/plugin-kit"
    private static let types = [
        "css": "text/css", "html": "text/html; charset=utf-8", "ico": "image/x-icon", "jpg": "image/jpeg",
        "js": "text/javascript", "json": "application/json", "svg": "image/svg+xml",
    ]

    private let folder: URL?

    /// - Parameter documentation: The folder that `make docs` writes to.
    init(documentation: URL?) { folder = documentation?.appending(path: "plugin-kit") }

    var endpoints: [Endpoint<RootContext>] {
        let endpoints: [Endpoint<RootContext>] = [
            .get(
                Self.path, "Read the reference of PluginKit", notes: "Redirects to the first page.",
                returns: .redirect(to: "\(Self.path)/documentation/pluginkit/", "The first page.")
            ) { _, _ in },
            .get("\(Self.path)/**", "", returns: .file("text/html", "A page.")) { request, _ in
                try file(at: request.uri.path)
            }.withEntityTag,
        ]
        return endpoints.map(\.unlisted)
    }

    func file(at path: String) throws -> StaticFile {
        guard let folder, FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path) else {
            return Self.unbuilt
        }
        let names = path.dropFirst(Self.path.count).split(separator: "/").compactMap { $0.removingPercentEncoding }
        guard names.allSatisfy({ !$0.hasPrefix(".") && !$0.contains("/") && !$0.contains("\0") }) else {
            throw HTTPError(.notFound)
        }
        var url = names.reduce(folder) { $0.appending(path: $1) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw HTTPError(.notFound)
        }
        if isFolder.boolValue { url = url.appending(path: "index.html") }
        guard let data = try? Data(contentsOf: url) else { throw HTTPError(.notFound) }
        let type = Self.types[url.pathExtension] ?? "application/octet-stream"
        return StaticFile(name: url.lastPathComponent, type: type, policy: Self.policy, bytes: Array(data))
    }

    private static let unbuilt = StaticFile(
        name: "index.html", type: "text/html; charset=utf-8", policy: "default-src 'none'; frame-ancestors 'none'",
        bytes: Array(
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>PluginKit · Millrace</title></head>
            <body><main><h1>PluginKit</h1>
            <p>The reference is not built. Run <code>make docs</code> in the source of this server, and restart it.</p>
            <p><a href="/docs/pages/plugins.md">The guide to plugins</a> · <a href="/docs">API reference</a></p>
            </main></body>
            </html>
            """.utf8))
}
