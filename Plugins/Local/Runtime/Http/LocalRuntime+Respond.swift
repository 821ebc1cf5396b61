import Hummingbird

extension LocalRuntime {
    /// Answers as the address of a service does, for a server that has addresses of its own.
    /// - Parameter path: As the Worker sees it, with the query.
    package nonisolated func respond(
        to request: Request, service: String, authority: String, path: String
    ) async throws -> Response {
        var head = request.head
        head.authority = authority
        head.path = "/w/\(service)\(path)"
        return try await FunctionResponder(self).respond(to: Request(head: head, body: request.body), from: "127.0.0.1")
    }
}
