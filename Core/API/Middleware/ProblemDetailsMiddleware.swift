import Hummingbird

/// Turns every error into an answer that says what is wrong.
struct Problems: RouterMiddleware {
    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            if let problem = Problem(error) { return problem.response(to: request, requestID: context.requestID) }
            context.logger.error(
                "\(request.method.rawValue) \(request.uri.path) failed: \(error)",
                metadata: ["requestId": "\(context.requestID)"])
            return Problem.unforeseen.response(to: request, requestID: context.requestID)
        }
    }
}
