import HTTPTypes
import Hummingbird
import PluginHost

/// Gives every request an id, the client's own where it has a good one, and says it in the answer. A request that is part
/// of a trace stays so in all that it makes others do; another one begins a trace.
struct RequestIdentity: RouterMiddleware {
    /// `X-Request-Id`; the name is a token, so it is always one.
    static let field = HTTPField.Name("x-request-id")!
    private static let traceParent = HTTPField.Name("traceparent")!
    private static let traceState = HTTPField.Name("tracestate")!

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = request.headers[Self.field].flatMap(accepted) ?? "\(RequestID())"
        let trace =
            request.headers[Self.traceParent].flatMap {
                TraceContext(parent: $0, state: request.headers[Self.traceState])
            } ?? TraceContext()
        context.trace = trace
        var response = try await TraceContext.$current.withValue(trace) { try await next(request, context) }
        response.headers[Self.field] = context.requestID
        return response
    }

    /// Ids go to logs, so they are short and have no surprising characters.
    private func accepted(_ id: String) -> String? {
        let isFit =
            (1...128).contains(id.utf8.count)
            && id.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-_.".unicodeScalars.contains(scalar))
            }
        return isFit ? id : nil
    }
}
