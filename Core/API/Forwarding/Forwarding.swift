import Hummingbird

/// Requests to a server that does not lead: few are its own.
struct Forwarding: RouterMiddleware {
    let watch: LeaderWatch
    let forwarder: Forwarder
    let operations: StandbyOperations
    let own: @Sendable () -> (any HTTPResponder<RootContext>)?
    let shared: @Sendable () -> SharedRequests?

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            if isFromServer(request) { return try ForwardingError.notLeading.refusal(request) }
            var request = request
            if let shared = shared(), try await shared.isOwn(&request) {
                forwarder.noteShared()
                return try await shared.respond(to: request, context: context)
            }
            if let own = try await operations.respond(to: request, context) {
                response = own
            } else {
                switch try await forwarder.forward(request, context) {
                case .response(let response): return response
                // Its own middleware begins with the request as it came.
                case .own(let request):
                    guard let own = own() else { throw ForwardingError.noLeader }
                    return try await own.respond(to: request, context: context)
                }
            }
        } catch {
            let problem = (error as? ForwardingError)?.problem ?? Problem(error) ?? .unforeseen
            response = try problem.response(to: request, requestID: context.requestID)
        }
        response.headers[RequestIdentity.field] = context.requestID
        SecurityHeaders.add(to: &response.headers)
        return response
    }

    /// Whether a server forwarded the request: to forward it again could go on for ever.
    private func isFromServer(_ request: Request) -> Bool {
        guard let text = request.headers[ForwardedRequest.Field.request], let link = watch.link else { return false }
        return ForwardedRequest(text, of: request.head, link: link) != nil
    }
}
