import Foundation
import Hummingbird

/// The files of the web console, as `make console` builds them: a page, and assets whose names have a hash of their content.
struct ConsoleFiles: Sendable {
    /// The path below which assets are.
    static let assets = "/console"

    private static let policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'"
    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
    ]

    private let folder: URL?
    private let cache = FileCache()

    /// - Parameter folder: `nil` without a build.
    init(folder: URL?) { self.folder = folder }

    /// The page, which is the same for every address of the console, and its entity tag; `nil` for the tag of a page that says
    /// that there is no build.
    var page: (file: StaticFile, tag: String?) {
        guard let entry = folder.flatMap({ cache.entry(at: $0.appending(path: "index.html")) }) else {
            return (Self.unbuilt, nil)
        }
        let file = StaticFile(
            name: "index.html", type: "text/html; charset=utf-8", policy: Self.policy, bytes: entry.bytes)
        return (file, entry.tag)
    }

    /// - Throws: `HTTPError` for a name that is not a file of the build.
    func asset(_ name: String) throws -> StaticFile {
        let parts = name.split(separator: ".")
        // Names of the build have no folders, so that nothing outside of it is reached.
        guard let folder, !name.hasPrefix("."), !name.contains("/"),
            let type = parts.last.flatMap({ Self.types[String($0)] }),
            let entry = cache.entry(at: folder.appending(path: "console").appending(path: name))
        else { throw HTTPError(.notFound) }
        return StaticFile(name: name, type: type, policy: Self.policy, bytes: entry.bytes)
    }

    private static let unbuilt = StaticFile(
        name: "index.html", type: "text/html; charset=utf-8", policy: "default-src 'none'; frame-ancestors 'none'",
        bytes: Array(
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Millrace</title></head>
            <body><main><h1>Millrace</h1>
            <p>The web console is not built. Run <code>make console</code> in the source of this server, or set
            <code>MILLRACE_CONSOLE</code> to the folder of a build. Then reload this page.</p>
            <p><a href="/docs/pages">Documentation</a> · <a href="/docs">API reference</a></p>
            </main></body>
            </html>
            """.utf8))
}
