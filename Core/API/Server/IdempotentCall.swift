import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Platform

/// POST requests with an `Idempotency-Key`: each is executed once; retries receive the stored response.
struct IdempotentCall: Sendable {
    let idempotency: Idempotency

    private static let key = HTTPField.Name("idempotency-key")!
    /// Marks the stored response of an earlier request.
    static let replayed = HTTPField.Name("idempotency-replayed")!

    /// - Parameters:
    ///   - onceShown: A member of the response that is not stored.
    ///   - isRepeatable: Whether the request does nothing twice when it is executed again after a server ended within it.
    func handle(
        _ request: Request, _ context: APIContext, onceShown: String? = nil, isRepeatable: Bool = false,
        _ execute: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let key = request.headers[Self.key] else {
            return try await execute(request, context)
        }
        let (request, identity) = try await identified(request, context)
        switch try await idempotency.begin(context.caller, key: key, request: identity) {
        case .again(let stored, _):
            var headers: HTTPFields = [Self.replayed: "true"]
            headers[.contentType] = stored.contentType
            headers[.location] = stored.location
            return Response(
                status: HTTPResponse.Status(code: stored.status), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: stored.body)))
        case .first(let ticket):
            var context = context
            context.identity = ticket.identity
            do {
                let response =
                    isRepeatable
                    ? try await execute(request, context)
                    : try await idempotency.once(ticket) { try await execute(request, context) }
                return try await storing(response, without: onceShown, of: ticket)
            } catch {
                // Errors are not stored: a retry executes the request again.
                try await idempotency.fail(ticket, with: error, isRepeatable: isRepeatable)
                throw error
            }
        }
    }

    /// A request whose response is a stream: what is stored under its key is the id of what the stream follows.
    /// - Parameters:
    ///   - begin: Executes the request and returns the id.
    ///   - follow: Returns the stream, for the first request and for retries.
    func handle<Stream>(
        _ request: Request, _ context: APIContext, begin: (Request) async throws -> String,
        follow: (_ id: String, _ isReplay: Bool) async throws -> Stream
    ) async throws -> Stream {
        guard let key = request.headers[Self.key] else { return try await follow(begin(request), false) }
        let (request, identity) = try await identified(request, context)
        switch try await idempotency.begin(context.caller, key: key, request: identity) {
        case .again(let stored, let ticket):
            do {
                return try await follow(String(decoding: stored.body, as: UTF8.self), true)
            } catch let error as PlatformError where error.is(.deploymentNotFound) {
                // It failed before anything of it was stored, and the server has restarted since: as after any error, a
                // retry executes the request again.
                try await idempotency.discard(ticket)
                return try await handle(request, context, begin: begin, follow: follow)
            }
        case .first(let ticket):
            let id: String
            do { id = try await begin(request) } catch {
                try await idempotency.fail(ticket, with: error)
                throw error
            }
            try await idempotency.keep(.init(status: 200, contentType: nil, body: Array(id.utf8)), of: ticket)
            return try await follow(id, false)
        }
    }

    /// The request with its body, and its identity: method, address and body.
    private func identified(_ request: Request, _ context: APIContext) async throws -> (Request, [UInt8]) {
        let body = try await request.body.collect(upTo: context.bodyLimit)
        var request = request
        request.body = RequestBody(buffer: body)
        return (request, Array("\(request.method.rawValue) \(request.uri)\n".utf8) + Array(body.readableBytesView))
    }

    /// Stores the body of the response: before it is sent or, if its length is unknown, while it is sent.
    /// - Parameter secret: A member of a JSON body that is `null` in what is stored.
    private func storing(
        _ response: Response, without secret: String?, of ticket: Idempotency.Ticket
    ) async throws -> Response {
        var response = response
        let (status, contentType) = (Int(response.status.code), response.headers[.contentType])
        let location = response.headers[.location]
        let body = response.body
        guard body.contentLength == nil else {
            let whole = BodyCopy()
            try await body.write(whole.writer())
            var kept = Array(whole.buffer.readableBytesView)
            if let secret, var json = try JSONValue(parsing: kept).object {
                json[secret] = .null
                kept = JSONValue.object(json).bytes
            }
            try await idempotency.keep(
                .init(
                    status: status, contentType: contentType, location: location,
                    body: kept), of: ticket)
            response.body = ResponseBody(byteBuffer: whole.buffer)
            return response
        }
        response.body = ResponseBody { writer in
            let sent = BodyCopy()
            do {
                try await body.write(sent.writer(to: writer))
            } catch {
                // The client has disconnected, so the response is incomplete.
                try await idempotency.forget(ticket)
                throw error
            }
            try await idempotency.keep(
                .init(
                    status: status, contentType: contentType, location: location,
                    body: Array(sent.buffer.readableBytesView)), of: ticket)
        }
        return response
    }
}
