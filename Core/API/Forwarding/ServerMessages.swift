import HTTPTypes
import Hummingbird
import NIOCore
import Platform

/// Receives messages of other servers of the installation, before anything else is done with a request. What nobody who has the
/// key has sent is a request to an unknown path.
struct ServerMessages: RouterMiddleware {
    static let path = "/api/servers/messages"
    /// Says whom a message is for, with the proof that a server has sent it. The name is a token, so it is always valid.
    static let head = HTTPField.Name("millrace-message")!
    /// Says why a message was not executed, with the proof that its receiver says so.
    static let refused = HTTPField.Name("millrace-refused")!
    static let contentType = "application/octet-stream"
    /// Bytes of a message, or of a reply: a program with what it is deployed with, or the steps of a run.
    static let largest = 64 << 20

    let receiver: @Sendable () -> ServerReceiver?

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, request.uri.path == Self.path, let text = request.headers[Self.head],
            let receiver = receiver()
        else { return try await next(request, context) }
        switch receiver.accept(text) {
        case .unproven: return try await next(request, context)
        case .refused(let refusal): return try refuse(refusal, request)
        case .accepted(let message):
            let body = try await request.body.collect(upTo: Self.largest)
            switch await message.reply(to: Array(body.readableBytesView)) {
            case .malformed: return Response(status: .badRequest)
            case .refused(let refusal): return try refuse(refusal, request)
            case .reply(let reply):
                return Response(
                    status: .ok, headers: [.contentType: Self.contentType],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply)))
            }
        }
    }

    private func refuse(_ refusal: ServerReceiver.Refused, _ request: Request) throws -> Response {
        var response = try ServerMessageError(reason: refusal.reason).problem.response(
            to: request, requestID: request.headers[RequestIdentity.field] ?? "")
        response.headers[Self.refused] = refusal.proof
        SecurityHeaders.add(to: &response.headers)
        return response
    }
}
