import Hummingbird
import Platform
import Values

/// Refuses paths with a part that programs behind the server may read as another path: `.`, `..` and U+0000, however they
/// are encoded and also after a slash that is part of a name; and one whose escapes are not UTF-8, which has no meaning that
/// all programs agree on. A query has no U+0000 either: not every database can compare it.
struct PathRules: RouterMiddleware {
    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        for segment in request.uri.path.split(separator: "/") {
            guard let decoded = PercentEncoding.decoded(segment) else {
                throw PlatformError.pathEncoding(String(segment))
            }
            let parts = decoded.split { $0 == "/" || $0 == "\\" }
            guard !parts.contains(where: { $0 == "." || $0 == ".." }), !decoded.unicodeScalars.contains("\0") else {
                throw PlatformError.pathPart(decoded)
            }
        }
        if request.uri.query?.contains("%00") == true { throw PlatformError.queryControl }
        return try await next(request, context)
    }
}
