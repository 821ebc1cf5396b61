import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// Why a server could not be reached, for people: the descriptions of the network library are for developers.
struct ConnectionProblem {
    /// A sentence without its first words and its point, such as `connection refused`.
    let reason: String

    init(_ error: any Error) { reason = Self.reason(error) }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercasedFirst
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return reason(first.error) }
            return "the host name \(error.host) cannot be resolved"
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout: return "no response within 5 seconds"
            case .readTimeout, .deadlineExceeded: return "no response in time"
            case .remoteConnectionClosed: return "the connection was closed before a response arrived"
            case .tlsHandshakeTimeout: return "the TLS handshake was not completed in time"
            default: return "\(error)"
            }
        default: return tls(error) ?? "\(error)"
        }
    }

    /// The TLS library is not this module's: its errors are known by the names of OpenSSL that are in them.
    private static func tls(_ error: any Error) -> String? {
        let text = "\(error)"
        guard String(reflecting: type(of: error)).hasPrefix("NIOSSL") else { return nil }
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return
                "the certificate of the server is not trusted: it is self-signed, expired, or issued by an unknown authority"
        }
        if text.contains("WRONG_VERSION_NUMBER") {
            return "the server does not use TLS at this port; try http:// in place of https://"
        }
        if text.lowercased().contains("hostname") {
            return "the server's certificate is for another host name"
        }
        return "TLS failed: \(text)"
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
