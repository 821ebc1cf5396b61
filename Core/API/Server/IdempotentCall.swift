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

    /// The response, whose body is kept as it is sent.
    private func keeping(_ response: Response, of ticket: Idempotency.Ticket) async throws -> Response {
        var response = response
        let (status, contentType) = (Int(response.status.code), response.headers[.contentType])
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            let copy = Copy(inner: writer)
            do {
                try await body.write(copy)
            } catch {
                // The client has gone. A whole answer is for the next time; a stream's work is done or not, and its
                // answer is lost.
                let sent = copy.bytes.withLock { $0 }
                if sent.count == body.contentLength {
                    try await idempotency.keep(.init(status: status, contentType: contentType, body: sent), of: ticket)
                } else {
                    try await idempotency.forget(ticket)
                }
                throw error
            }
            try await idempotency.keep(
                .init(status: status, contentType: contentType, body: copy.bytes.withLock { $0 }), of: ticket)
        }
        return response
    }

    /// Sends what it is given on, and remembers it.
    private struct Copy: ResponseBodyWriter {
        var inner: any ResponseBodyWriter
        let bytes = Bytes()

        mutating func write(_ buffer: ByteBuffer) async throws {
            bytes.withLock { $0 += Array(buffer.readableBytesView) }
            try await inner.write(buffer)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { try await inner.finish(trailingHeaders) }
    }

    private final class Bytes: Sendable {
        private let kept = Mutex<[UInt8]>([])

        func withLock<Result: Sendable>(_ body: (inout sending [UInt8]) -> sending Result) -> Result {
            kept.withLock(body)
        }
    }
}
