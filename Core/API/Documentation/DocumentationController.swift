import Documentation
import Foundation
import HTTPTypes
import Hummingbird

/// The documentation, below `/docs/pages`: HTML where `make docs` has built it, otherwise Markdown as text.
///
/// Either has the page's own name, so that links between pages are the same in both and on disk.
struct DocumentationController {
    struct File: Sendable {
        let name: String
        let type: String
        let bytes: [UInt8]
    }

    private static let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

    private let files: [File]

    /// - Parameter folder: Of the built pages: `index.html`, `tutorial.html` and so on. They are read once.
    init(folder: URL?) {
        let pages = DocumentationPages.pages.map { page in
            let built = folder?.appending(path: page.name).deletingPathExtension().appendingPathExtension("html")
            if let html = built.flatMap({ try? Data(contentsOf: $0) }) {
                return File(name: page.name, type: "text/html; charset=utf-8", bytes: Array(html))
            }
            return File(name: page.name, type: "text/plain; charset=utf-8", bytes: page.bytes)
        }
        let (picture, style) = (DocumentationPages.picture, DocumentationPages.style)
        files =
            pages + [
                File(name: picture.name, type: "image/svg+xml", bytes: picture.bytes),
                File(name: style.name, type: "text/css; charset=utf-8", bytes: style.bytes),
            ]
    }

    func file(_ name: String) -> File? { files.first { $0.name == name } }

    var endpoints: [OpenEndpoint] {
        let start = OpenEndpoint(
            .get, "/docs/pages", "Read the documentation", notes: "Redirects to the list of pages.",
            gives: .other("text/html", "The list of pages.", status: .found)
        ) { _, _ in Response(status: .found, headers: [.location: "/docs/pages/index.md"]) }.unlisted
        return [start]
            + files.map { file in
                OpenEndpoint(.get, "/docs/pages/\(file.name)", "", gives: .other(file.type, "A page.")) { request, _ in
                    try await Self.response(file, to: request)
                }.unlisted
            }
    }

    private static func response(_ file: File, to request: Request) async throws -> Response {
        try await Response(
            status: .ok, headers: [.contentType: file.type, .contentSecurityPolicy: policy],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes))
        ).withEntityTag().unlessHad(by: request)
    }
}
