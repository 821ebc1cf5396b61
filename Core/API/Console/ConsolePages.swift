import HTTPTypes
import Hummingbird

/// Responds to browsers with the console's page at `/` and at every path that the server does not have: the page itself
/// knows its addresses. Other clients get the API's error.
struct ConsolePages: RouterMiddleware {
    let files: ConsoleFiles

    /// First segments of paths that are not the console's.
    private static let others: Set<Substring> = ["api", "console", "docs", "metrics"]

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && Self.isForPage(request) {
            let (file, tag) = files.page
            var response = Response(
                status: .ok,
                headers: [.contentType: file.type, .contentSecurityPolicy: file.policy, .vary: "accept"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
            // Private cache; revalidate on every use.
            response.headers[.cacheControl] = "private, no-cache"
            response.headers[.eTag] = tag
            response = response.notModified(for: request)
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private static func isForPage(_ request: Request) -> Bool {
        guard request.method == .get || request.method == .head,
            request.headers[.accept]?.contains("text/html") == true
        else { return false }
        return request.uri.path.split(separator: "/").first.map { !others.contains($0) } ?? true
    }
}
