import HTTPTypes
import Hummingbird
import Platform

/// Accepts requests that other servers of the installation forward. The first middleware: what those servers vouch for holds for
/// all that follows, and what clients send in their fields never does.
struct ForwardedRequests: RouterMiddleware {
    /// `nil` where there is only one server.
    let lead: Lead?
    /// Whether the server has been asked to stop: others have to wait for the next one.
    let isLeaving: @Sendable () -> Bool

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard let text = request.headers[ForwardedRequest.Field.request] else {
            return try await next(request, context)
        }
        var head = request.head
        ForwardedRequest.Field.remove(from: &head.headerFields)
        let plain = Request(head: head, body: request.body)
        guard let lead, let forwarded = ForwardedRequest(text, of: request.head, link: lead.link) else {
            return try await next(plain, context)
        }
        guard forwarded.epoch == lead.epoch, !isLeaving() else {
            return try ForwardingError.notLeading.refusal(request)
        }
        var context = context
        context.client = forwarded.client
        context.isForwarded = true
        var response = try await next(plain, context)
        response.headers[ForwardedRequest.Field.proof] = forwarded.proof(lead.link)
        return response
    }
}
