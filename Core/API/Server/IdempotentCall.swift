import HTTPTypes
import Hummingbird
import NIOCore
import Platform

/// A POST under an `Idempotency-Key`: carried out once, answered as often as it is sent.
struct IdempotentCall: Sendable {
    let idempotency: Idempotency

    private static let key = HTTPField.Name("idempotency-key")!
    private static let replayed = HTTPField.Name("idempotency-replayed")!

    func handle(
        _ request: Request, _ context: APIContext, _ carryOut: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let key = request.headers[Self.key] else {
            return try await carryOut(request, context)
        }
        let (request, identity) = try await identified(request, context)
        switch try await idempotency.begin(context.caller, key: key, request: identity) {
        case .again(let answer, _):
            var headers: HTTPFields = [Self.replayed: "true"]
            headers[.contentType] = answer.contentType
            return Response(
                status: HTTPResponse.Status(code: answer.status), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        case .first(let ticket):
            do {
                return try await keeping(try await carryOut(request, context), of: ticket)
            } catch {
                // An error is no answer that is worth to be kept: what is right the next time is done then.
                try await idempotency.forget(ticket)
                throw error
            }
        }
    }

    /// A request whose answer is followed while it comes: what is kept under its key is where to follow it.
    /// - Parameters:
    ///   - begin: Carries it out; what it returns is kept.
    ///   - follow: Answers, the first time and every other, with what was kept.
    func handle(
        _ request: Request, _ context: APIContext, begin: (Request) async throws -> String,
        follow: (String) async throws -> Response
    ) async throws -> Response {
        guard let key = request.headers[Self.key] else { return try await follow(begin(request)) }
        let (request, identity) = try await identified(request, context)
        switch try await idempotency.begin(context.caller, key: key, request: identity) {
        case .again(let answer, let ticket):
            do {
                var response = try await follow(String(decoding: answer.body, as: UTF8.self))
                response.headers[Self.replayed] = "true"
                return response
            } catch let error as PlatformError where error.is(.deploymentNotFound) {
                // It failed before anything of it was kept, and the server was started since: as with any error, what is
                // right the next time is done then.
                try await idempotency.forget(ticket)
                return try await handle(request, context, begin: begin, follow: follow)
            }
        case .first(let ticket):
            let place: String
            do { place = try await begin(request) } catch {
                try await idempotency.forget(ticket)
                throw error
            }
            try await idempotency.keep(.init(status: 200, contentType: nil, body: Array(place.utf8)), of: ticket)
            return try await follow(place)
        }
    }

    /// The request with its body, and what makes it this one.
    private func identified(_ request: Request, _ context: APIContext) async throws -> (Request, [UInt8]) {
        let body = try await request.body.collect(upTo: context.bodyLimit)
        var request = request
        request.body = RequestBody(buffer: body)
        return (request, Array("\(request.method.rawValue) \(request.uri)\n".utf8) + Array(body.readableBytesView))
    }

    /// The response, whose body is kept: before it is sent, or, when nobody knows its length, as it is sent.
    private func keeping(_ response: Response, of ticket: Idempotency.Ticket) async throws -> Response {
        var response = response
        let (status, contentType) = (Int(response.status.code), response.headers[.contentType])
        let body = response.body
        guard body.contentLength == nil else {
            let whole = BodyCopy()
            try await body.write(whole.writer())
            try await idempotency.keep(
                .init(status: status, contentType: contentType, body: Array(whole.buffer.readableBytesView)),
                of: ticket)
            response.body = ResponseBody(byteBuffer: whole.buffer)
            return response
        }
        response.body = ResponseBody { writer in
            let sent = BodyCopy()
            do {
                try await body.write(sent.writer(to: writer))
            } catch {
                // The client has gone, and with it the rest of the answer.
                try await idempotency.forget(ticket)
                throw error
            }
            try await idempotency.keep(
                .init(status: status, contentType: contentType, body: Array(sent.buffer.readableBytesView)), of: ticket)
        }
        return response
    }
}
