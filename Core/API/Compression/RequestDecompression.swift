import HTTPTypes
import Hummingbird
import NIOCore

/// Unpacks bodies that are sent with gzip. What comes out has the same limit as a body that is sent as it is.
struct RequestDecompression: RouterMiddleware {
    /// A body that is packed in a way that nobody here unpacks, or is broken.
    enum Refusal: Error {
        case encoding(String)
        case malformed
    }

    func handle(
        _ request: Request, context: RootContext, next: (Request, RootContext) async throws -> Response
    ) async throws -> Response {
        guard let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" else {
            return try await next(request, context)
        }
        guard ["gzip", "x-gzip"].contains(encoding.lowercased()) else { throw Refusal.encoding(encoding) }
        let packed = try await request.body.collect(upTo: context.bodyLimit)
        var request = request
        do {
            request.body = RequestBody(buffer: try Gzip.decompress(packed, upTo: context.bodyLimit))
        } catch is Gzip.TooLong {
            throw HTTPError(.contentTooLarge)
        } catch {
            throw Refusal.malformed
        }
        return try await next(request, context)
    }
}
