import Documentation
import Foundation
import Hummingbird

/// The documentation, below `/docs/pages`: HTML where `make docs` has built it. Otherwise browsers get a page with the
/// Markdown, and other clients the Markdown itself.
///
/// Each has the page's own name, so that links between pages are the same in all and on disk.
struct DocumentationController {
    private static let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

    private let files: [StaticFile]

    /// - Parameter folder: The folder of the built pages: `index.html`, `tutorial.html` and so on. They are read once.
    init(folder: URL?) {
        func file(_ name: String, _ type: String, _ bytes: [UInt8]) -> StaticFile {
            StaticFile(name: name, type: type, policy: Self.policy, bytes: bytes)
        }
        let pages = DocumentationPages.pages.map { page in
            let built = folder?.appending(path: page.name).deletingPathExtension().appendingPathExtension("html")
            if let html = built.flatMap({ try? Data(contentsOf: $0) }) {
                return file(page.name, "text/html; charset=utf-8", Array(html))
            }
            return file(page.name, "text/markdown; charset=utf-8", page.bytes)
        }
        let (picture, style) = (DocumentationPages.picture, DocumentationPages.style)
        files =
            pages + [
                file(picture.name, "image/svg+xml", picture.bytes),
                file(style.name, "text/css; charset=utf-8", style.bytes),
            ]
    }

    func file(_ name: String) -> StaticFile? { files.first { $0.name == name } }

    /// A page that is not built, for browsers.
    static func unbuilt(_ page: StaticFile) -> StaticFile {
        let text = String(decoding: page.bytes, as: UTF8.self)
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        let links = DocumentationPages.pages.map { "<a href=\"\($0.name)\">\($0.name.dropLast(3))</a>" }
        let html = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(page.name.dropLast(3)) · Millrace</title>
            <link rel="icon" href="data:,"><link rel="stylesheet" href="pages.css"></head>
            <body>
            <nav aria-label="Documentation">\(links.joined(separator: " ")) <a href="/docs">API reference</a></nav>
            <p><code>make docs</code> builds these pages; until then they are shown as Markdown.</p>
            <main><pre>\(escaped)</pre></main>
            </body>
            </html>
            """
        return StaticFile(
            name: page.name, type: "text/html; charset=utf-8", policy: page.policy, bytes: Array(html.utf8))
    }

    var endpoints: [Endpoint<RootContext>] {
        let start: Endpoint<RootContext> = .get(
            "/docs/pages", "Read the documentation", notes: "Redirects to the list of pages.",
            returns: .redirect(to: "/docs/pages/index.md", "The list of pages.")
        ) { _, _ in }
        let pages = files.map { file -> Endpoint<RootContext> in
            .get(
                "/docs/pages/\(file.name)", "",
                returns: .file(file.type, "A page.").headers { _ in [.vary: "accept"] }
            ) { request, _ in
                let isForBrowser =
                    file.type.hasPrefix("text/markdown") && request.headers[.accept]?.contains("text/html") == true
                return isForBrowser ? Self.unbuilt(file) : file
            }.withEntityTag
        }
        return ([start] + pages).map(\.unlisted)
    }
}
