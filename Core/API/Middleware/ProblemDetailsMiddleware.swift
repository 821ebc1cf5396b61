import Hummingbird

/// Converts errors into problem responses (RFC 9457).
struct ProblemDetailsMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            if let problem = Problem(error) { return try problem.response(to: request, requestID: context.requestID) }
            context.logger.error(
                "\(request.method.rawValue) \(request.uri.path) failed: \(error)",
                metadata: ["requestId": "\(context.requestID)"])
            return try Problem.unforeseen.response(to: request, requestID: context.requestID)
        }
    }
}
