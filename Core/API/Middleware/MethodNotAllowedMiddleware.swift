import Hummingbird

/// Responds with 405 to unsupported methods of known paths, which are 404 for the router; `OPTIONS` lists the methods.
struct MethodNotAllowedMiddleware: RouterMiddleware {
    let operations: [OperationSpec]
    /// The current endpoints of plugins.
    let pluginOperations: @Sendable () -> [OperationSpec]

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            var allowed = PathTable(operations + pluginOperations()).operations(at: request.uri.path).map(\.method)
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
