import Documentation
import Foundation
import Hummingbird

/// The documentation, below `/docs/pages`: HTML where `make docs` has built it, otherwise Markdown as text.
///
/// Either has the page's own name, so that links between pages are the same in both and on disk.
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
            return file(page.name, "text/plain; charset=utf-8", page.bytes)
        }
        let (picture, style) = (DocumentationPages.picture, DocumentationPages.style)
        files =
            pages + [
                file(picture.name, "image/svg+xml", picture.bytes),
                file(style.name, "text/css; charset=utf-8", style.bytes),
            ]
    }

    func file(_ name: String) -> StaticFile? { files.first { $0.name == name } }

    var endpoints: [Endpoint<RootContext>] {
        let start: Endpoint<RootContext> = .get(
            "/docs/pages", "Read the documentation", notes: "Redirects to the list of pages.",
            returns: .redirect(to: "/docs/pages/index.md", "The list of pages.")
        ) { _, _ in }
        let pages = files.map { file -> Endpoint<RootContext> in
            .get("/docs/pages/\(file.name)", "", returns: .file(file.type, "A page.")) { _, _ in file }.withEntityTag
        }
        return ([start] + pages).map(\.unlisted)
    }
}
