import HTTPTypes
import Hummingbird
import NIOCore
import Platform
import Synchronization

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
        let body = try await request.body.collect(upTo: context.bodyLimit)
        var request = request
        request.body = RequestBody(buffer: body)
        let identity = Array("\(request.method.rawValue) \(request.uri)\n".utf8) + Array(body.readableBytesView)
        switch try await idempotency.begin(context.caller, key: key, request: identity) {
        case .again(let answer):
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

    /// The response, whose body is kept: before it is sent, or, when nobody knows its length, as it is sent.
    private func keeping(_ response: Response, of ticket: Idempotency.Ticket) async throws -> Response {
        var response = response
        let (status, contentType) = (Int(response.status.code), response.headers[.contentType])
        let body = response.body
        guard body.contentLength == nil else {
            let whole = Bytes()
            try await body.write(Copy(inner: nil, bytes: whole))
            let bytes = whole.withLock { $0 }
            try await idempotency.keep(.init(status: status, contentType: contentType, body: bytes), of: ticket)
            response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            return response
        }
        response.body = ResponseBody { writer in
            let sent = Bytes()
            do {
                try await body.write(Copy(inner: writer, bytes: sent))
            } catch {
                // The client has gone, and with it the rest of the answer.
                try await idempotency.forget(ticket)
                throw error
            }
            try await idempotency.keep(
                .init(status: status, contentType: contentType, body: sent.withLock { $0 }), of: ticket)
        }
        return response
    }

    /// Remembers what it is given, and sends it on.
    private struct Copy: ResponseBodyWriter {
        var inner: (any ResponseBodyWriter)?
        let bytes: Bytes

        mutating func write(_ buffer: ByteBuffer) async throws {
            bytes.withLock { $0 += Array(buffer.readableBytesView) }
            try await inner?.write(buffer)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { try await inner?.finish(trailingHeaders) }
    }

    private final class Bytes: Sendable {
        private let kept = Mutex<[UInt8]>([])

        func withLock<Result: Sendable>(_ body: (inout sending [UInt8]) -> sending Result) -> Result {
            kept.withLock(body)
        }
    }
}
