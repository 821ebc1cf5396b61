import Hummingbird

/// A path that is there, by another method.
struct MethodNotAllowed: Error {
    /// What the path takes.
    let allowed: [HTTPRequest.Method]
}

/// Answers other methods on known paths, which the router takes for unknown paths; `OPTIONS` asks which there are.
struct OtherMethods: RouterMiddleware {
    let operations: [Operation]
    /// What plugins bring now.
    let brought: @Sendable () -> [Operation]

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            var allowed = PathTable(operations + brought()).operations(at: request.uri.path).map(\.method)
            if allowed.contains(.get) { allowed.append(.head) }
            guard !allowed.isEmpty, !allowed.contains(request.method) else { throw error }
            if request.method == .options {
                let names = (allowed + [.options]).map(\.rawValue).joined(separator: ", ")
                return Response(status: .noContent, headers: [.allow: names])
            }
            throw MethodNotAllowed(allowed: allowed)
        }
    }
}
