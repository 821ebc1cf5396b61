import Errors
import HTTPFraming
import Hummingbird
import JSON
import NIOHTTP1
import Platform
import PluginMessages
import Storage

/// An error response (RFC 9457), with the additional members `error`, `code`, `details` and `requestId`.
struct Problem: Sendable {
    let status: HTTPResponse.Status
    /// Stable, for programs.
    let code: String
    let message: String
    var details: [Diagnostic] = []
    var headers: HTTPFields = [:]
    /// The resource as it is, for a change that its conditions prevent.
    var current: JSONValue?

    func response(to request: Request, requestID: String) throws -> Response {
        Response(
            status: status, headers: fields,
            body: ResponseBody(json: try body(of: request.uri.path, requestID: requestID)))
    }

    var fields: HTTPFields {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        return fields
    }

    /// - Parameter path: The path of the request; `nil` if it could not be parsed.
    func body(of path: String?, requestID: String) throws -> JSONValue {
        try ProblemReport.pluginShape.json(ProblemReport(problem: self, path: path, requestID: requestID))
    }
}

extension Problem {
    /// - Parameter status: `nil` for that of the code's kind.
    init(_ code: ErrorCode, _ message: String, details: [Diagnostic] = [], status: HTTPResponse.Status? = nil) {
        self.init(status: status ?? code.kind.status, code: code.rawValue, message: message, details: details)
    }

    /// The response to an error; `nil` for an unforeseen one, whose text only the log has.
    init?(_ error: any Error) {
        switch error {
        case let error as PlatformError:
            self.init(status: error.kind.status, code: error.code, message: error.message, details: error.details)
            if error.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
            headers[.retryAfter] = error.retryAfter.map(String.init)
        case let outdated as OutdatedChange:
            let error = outdated.error
            self.init(status: error.kind.status, code: error.code, message: error.message, details: error.details)
            current = outdated.current
            headers[.eTag] = outdated.state.map { "W/\"\($0.text)\"" }
        case let error as JSONSyntaxError:
            self.init(.requestJSON, "Request body is not valid JSON: \(error)")
        case let error as JSONMismatch:
            let detail = Diagnostic(code: "field.type", message: error.message, pointer: error.pointer.text)
            self.init(.requestInvalid, "\(error)", details: [detail])
        case let error as MethodNotAllowed:
            let allowed = error.allowed.map(\.rawValue).joined(separator: ", ")
            self.init(.routeMethod, "Method not allowed. This path supports \(allowed).")
            headers[.allow] = allowed
        case let error as TooManyRequests:
            let limit = error.limit
            self.init(
                .rateLimitExceeded,
                "More than \(limit.quota) requests a minute (\(limit.policy.rawValue)). Retry in "
                    + "\(limit.reset) seconds."
            )
            headers[.retryAfter] = "\(limit.reset)"
            limit.add(to: &headers)
        case let error as SignInDelayed:
            self.init(
                .authDelayed,
                "Too many wrong passwords for this account or from this network. Retry in \(error.seconds) seconds.")
            headers[.retryAfter] = "\(error.seconds)"
        case RequestDecompression.Refusal.encoding(let encoding):
            self.init(
                .requestEncoding,
                "Unsupported content encoding \"\(encoding)\". Send the body without one or with gzip.")
            headers[.acceptEncoding] = "gzip"
        case RequestDecompression.Refusal.malformed:
            self.init(.requestEncoding, "Request body is not valid gzip.", status: .badRequest)
        case let error as NotReady:
            let failed = Health.Check.allCases.filter(error.failed.contains)
            // What plugins report is the reason for their check.
            let unexplained = failed.filter { $0 != .plugins || error.reported.isEmpty }
            self.init(
                .serverNotReady, "The server is not ready: \(failed.map(\.rawValue).joined(separator: ", ")).",
                details: unexplained.map {
                    Diagnostic(
                        code: ErrorCode.serverNotReady.rawValue, message: "The check failed.",
                        pointer: "/\($0.rawValue)")
                }
                    + error.reported.map {
                        Diagnostic(
                            code: $0.code, message: $0.message ?? "The plugin \"\($0.plugin)\" reports \($0.code).",
                            pointer: "/plugins")
                    })
        case StorageError.duplicate:
            self.init(.storageDuplicate, "A resource with these values already exists.")
        case StorageError.busy:
            self.init(.storageBusy, "The database is locked by another program. Retry in a few seconds.")
            headers[.retryAfter] = "5"
        case StorageError.conflict:
            self.init(.storageConflict, "Concurrent changes conflicted each time. Retry in a moment.")
            headers[.retryAfter] = "1"
        case StorageError.unavailable:
            self.init(.storageUnavailable, "The database cannot be reached. Retry in a few seconds.")
            headers[.retryAfter] = "5"
        case StorageError.text:
            self.init(.requestInvalid, "The request has a text with U+0000, which cannot be stored. Remove it.")
        case StorageError.full:
            self.init(.storageFull, "The server's disk is full: nothing was changed. Free space, then retry.")
        case StorageError.readOnly:
            self.init(
                .storageReadOnly,
                "The server's disk cannot be written: nothing was changed. Make the data directory writable, then retry."
            )
        case let error as HTTPParserError:
            self.init(error)
            headers[.connection] = "close"
        case is SlowRequestBody:
            self.init(
                .requestTimeout,
                "The request body did not arrive within the time limit. Retry over a faster connection, or send less data."
            )
            headers[.connection] = "close"
        case let error as any HTTPResponseError:
            self.init(error.status)
        default:
            return nil
        }
    }

    static let unforeseen = Problem(
        .serverError, "Internal server error. Find the cause in the server's log by this requestId.")

    /// What the server's library refuses.
    private init(_ status: HTTPResponse.Status) {
        switch status {
        case .notFound: self.init(.routeNotFound, "Unknown path. See /docs.")
        case .contentTooLarge: self.init(.requestTooLarge, "Request body exceeds the limit of this endpoint.")
        case .unsupportedMediaType:
            self.init(.requestMediaType, "Unsupported media type. Send JSON with Content-Type: application/json.")
        default: self.init(.requestHTTP, "Request refused: \(status.reasonPhrase).", status: status)
        }
    }
}
