import Errors
import Hummingbird

extension ErrorKind {
    /// The one mapping of errors to HTTP.
    var status: HTTPResponse.Status {
        switch self {
        case .invalid: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unprocessable: .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .server, .commandLine: .internalServerError
        case .provider: .badGateway
        case .unavailable: .serviceUnavailable
        // RFC 4918, section 11.5.
        case .storageFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
        case .timeout: .gatewayTimeout
        case .requestTimeout: .requestTimeout
        case .httpVersion: .httpVersionNotSupported
        case .misdirected: .misdirectedRequest
        }
    }
}
