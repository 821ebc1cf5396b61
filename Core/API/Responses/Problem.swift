import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// An error as RFC 9457 has it, with the members that clients of this API expect besides: `error`, `code`,
/// `details`, `requestId`.
struct Problem: Sendable {
    let status: HTTPResponse.Status
    /// Stable, for programs.
    let code: String
    let message: String
    var details: [Diagnostic] = []
    var headers: HTTPFields = [:]

    func response(to request: Request, requestID: String) -> Response {
        Response(
            status: status, headers: fields, body: ResponseBody(json: body(of: request.uri.path, requestID: requestID)))
    }

    var fields: HTTPFields {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        return fields
    }

    /// - Parameter path: The request's; `nil` when it could not be read.
    func body(of path: String?, requestID: String) -> JSONValue {
        [
            "type": .string("urn:millrace:problem:\(code)"), "title": .string(status.reasonPhrase),
            "status": .int(status.code), "detail": .string(message), "instance": JSONValue(path),
            "error": .string(message), "code": .string(code), "details": detailsJSON,
            "requestId": .string(requestID),
        ]
    }

    var detailsJSON: JSONValue {
        .array(details.map(\.json))
    }
}

extension Diagnostic {
    var json: JSONValue {
        [
            "pointer": .string(pointer), "code": .string(code), "message": .string(message),
            "severity": .string(severity.rawValue), "nodeId": JSONValue(nodeId),
            "line": line.map { .int($0) } ?? .null,
        ]
    }
}

extension Problem {
    /// How an error is told; `nil` for one that nobody foresaw, which is told to nobody but the log.
    init?(_ error: any Error) {
        switch error {
        case let error as PlatformError:
            self.init(status: error.status, code: error.code, message: "\(error)", details: error.details)
            if error.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
        case let error as JSONSyntaxError:
            self.init(status: .badRequest, code: "request.json", message: "The body is no JSON: \(error)")
        case let error as JSONMismatch:
            let detail = Diagnostic(code: "field.type", message: error.message, pointer: error.pointer.text)
            self.init(status: .badRequest, code: "request.invalid", message: "\(error)", details: [detail])
        case let error as MethodNotAllowed:
            let allowed = error.allowed.map(\.rawValue).joined(separator: ", ")
            self.init(status: .methodNotAllowed, code: "route.method", message: "This path takes \(allowed) only.")
            headers[.allow] = allowed
        case let error as TooManyRequests:
            let standing = error.standing
            self.init(
                status: .tooManyRequests, code: "rateLimit.exceeded",
                message: "More than \(standing.quota) requests a minute (\(standing.policy.rawValue)): "
                    + "try again in \(standing.reset) seconds.")
            headers[.retryAfter] = "\(standing.reset)"
            standing.add(to: &headers)
        case RequestDecompression.Refusal.encoding(let encoding):
            self.init(
                status: .unsupportedMediaType, code: "request.encoding",
                message: "Bodies are taken as they are or with gzip, not with \"\(encoding)\".")
            headers[.acceptEncoding] = "gzip"
        case RequestDecompression.Refusal.malformed:
            self.init(status: .badRequest, code: "request.encoding", message: "The body is no gzip.")
        case let error as NotReady:
            let failed = Health.Check.allCases.filter(error.failed.contains)
            self.init(
                status: .serviceUnavailable, code: "server.notReady",
                message: "The server cannot work now: \(failed.map(\.rawValue).joined(separator: ", ")).",
                details: failed.map {
                    Diagnostic(code: "server.notReady", message: "It failed.", pointer: "/\($0.rawValue)")
                })
        case StorageError.duplicate:
            self.init(status: .conflict, code: "storage.duplicate", message: "This exists already.")
        case let error as any HTTPResponseError:
            self.init(error.status)
        default:
            return nil
        }
    }

    static let unforeseen = Problem(
        status: .internalServerError, code: "server.error",
        message: "The server failed. Its log has the reason under this requestId.")

    /// What the server's library refuses.
    private init(_ status: HTTPResponse.Status) {
        switch status {
        case .notFound:
            self.init(
                status: status, code: "route.notFound", message: "There is no such path: /docs shows what there is.")
        case .contentTooLarge:
            self.init(status: status, code: "request.tooLarge", message: "The body is larger than this server takes.")
        case .unsupportedMediaType:
            self.init(
                status: status, code: "request.mediaType",
                message: "The body has to be JSON: send it with Content-Type: application/json.")
        default:
            self.init(status: status, code: "request.http", message: "The request is refused: \(status.reasonPhrase).")
        }
    }
}

extension PlatformError {
    fileprivate var status: HTTPResponse.Status {
        switch kind {
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .invalid: .badRequest
        case .conflict: .conflict
        case .unprocessable: .unprocessableContent
        case .unavailable: .serviceUnavailable
        case .provider:
            switch code {
            case "provider.unsupported": .badRequest
            case "plugin.timeout": .gatewayTimeout
            default: .badGateway
            }
        }
    }
}
