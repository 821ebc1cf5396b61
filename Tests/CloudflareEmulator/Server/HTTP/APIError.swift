import Hummingbird
import JSON

/// An answer with `success: false`.
package struct APIError: Error, Sendable {
    let status: HTTPResponse.Status
    let code: Int
    let message: String
    /// Seconds, for the header `Retry-After`.
    var retryAfter: Int?

    init(_ status: HTTPResponse.Status, _ code: Int, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// A parameter or body that does not fit; most of the API answers with this code.
    static func invalid(_ message: String, code: Int = 10026) -> APIError { APIError(.badRequest, code, message) }

    static let noRoute = APIError(.badRequest, 7000, "No route for that URI")

    static func unroutable(_ path: String) -> APIError {
        APIError(
            .notFound, 7003, "Could not route to \(path), perhaps your object identifier is invalid?")
    }

    static let forbidden = APIError(.forbidden, 10000, "Authentication error")
    static let internalError = APIError(.internalServerError, 10001, "An internal error has occurred")

    static func scriptNotFound(_ name: String) -> APIError {
        APIError(.notFound, 10007, "This Worker does not exist on your account. (\(name))")
    }
}
