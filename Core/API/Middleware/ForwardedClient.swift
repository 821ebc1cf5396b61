import HTTPTypes
import Hummingbird

/// Finds out which client a request is from where proxies of the operator's stand before the server, for everything that
/// names or counts clients.
struct ForwardedClient: RouterMiddleware {
    /// How many they are: each adds an address to `X-Forwarded-For`.
    let proxies: Int

    private static let field = HTTPField.Name("x-forwarded-for")!

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        let told = request.headers[values: Self.field].flatMap { $0.split(separator: ",") }
        guard proxies > 0, !context.isForwarded, told.count >= proxies else { return try await next(request, context) }
        var context = context
        context.client = ClientAddress(told[told.count - proxies].trimmingSpaces).text
        return try await next(request, context)
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
