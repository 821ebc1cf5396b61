import Hummingbird

/// The API reference: a page that renders the OpenAPI document and loads nothing from elsewhere.
struct DocsController {
    private static let page = file("index.html", "text/html", PackageResources.index_html)
    private static let resources = [
        file("reference.css", "text/css", PackageResources.reference_css),
        file("reference.js", "text/javascript", PackageResources.reference_js),
        file("curl.js", "text/javascript", PackageResources.curl_js),
        file("elements.js", "text/javascript", PackageResources.elements_js),
        file("operation.js", "text/javascript", PackageResources.operation_js),
        file("prose.js", "text/javascript", PackageResources.prose_js),
        file("schema.js", "text/javascript", PackageResources.schema_js),
        file("search.js", "text/javascript", PackageResources.search_js),
    ]

    var endpoints: [Endpoint<RootContext>] {
        let page: Endpoint<RootContext> = .get(
            "/docs", "Read the reference", notes: "Returns this document as an HTML page.",
            returns: .file("text/html", "The HTML page."),
            errors: [.misdirected("`Host` is not a name of the server.")]
        ) { _, _ in Self.page }
        let resources = Self.resources.map { file -> Endpoint<RootContext> in
            .get("/docs/\(file.name)", "", returns: .file(file.type, "A resource of the page.")) { _, _ in file }
                .unlisted
        }
        return ([page] + resources).map(\.withEntityTag)
    }

    private static func file(_ name: String, _ type: String, _ bytes: [UInt8]) -> StaticFile {
        StaticFile(
            name: name, type: "\(type); charset=utf-8",
            policy: "default-src 'self'; img-src data:; frame-ancestors 'none'", bytes: bytes)
    }
}
