import HTTPTypes
import Hummingbird

/// The reference page: it reads the API's description and needs nothing from elsewhere.
struct DocsController {
    private static let files: [(name: String, type: String, bytes: [UInt8])] = [
        ("reference.css", "text/css", PackageResources.reference_css),
        ("reference.js", "text/javascript", PackageResources.reference_js),
        ("curl.js", "text/javascript", PackageResources.curl_js),
        ("elements.js", "text/javascript", PackageResources.elements_js),
        ("operation.js", "text/javascript", PackageResources.operation_js),
        ("prose.js", "text/javascript", PackageResources.prose_js),
        ("schema.js", "text/javascript", PackageResources.schema_js),
        ("search.js", "text/javascript", PackageResources.search_js),
    ]

    var endpoints: [OpenEndpoint] {
        let page = OpenEndpoint(
            .get, "/docs", "Read the reference", notes: "Returns this document as an HTML page.",
            gives: .other("text/html", "The HTML page.")
        ) { request, _ in try await Self.file("text/html; charset=utf-8", PackageResources.index_html, request) }
        .withEntityTag
        return [page]
            + Self.files.map { file in
                OpenEndpoint(.get, "/docs/\(file.name)", "", gives: .other(file.type, "A resource of the page.")) {
                    request, _ in
                    try await Self.file("\(file.type); charset=utf-8", file.bytes, request)
                }.unlisted
            }
    }

    private static func file(_ type: String, _ bytes: [UInt8], _ request: Request) async throws -> Response {
        try await Response(
            status: .ok,
            headers: [
                .contentType: type,
                .contentSecurityPolicy: "default-src 'self'; img-src data:; frame-ancestors 'none'",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        ).withEntityTag().unlessHad(by: request)
    }
}
