import HTTPFraming
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTP1

/// The problem with which the server responds to a request that is not valid HTTP.
enum MalformedRequestProblem {
    private static let slowHead = Problem(
        .requestTimeout, "The request's headers did not arrive in time. Send them at once.")

    static func response(to refusal: MalformedRequestHandler.Refusal) -> (head: HTTPResponse, body: ByteBuffer)? {
        let problem =
            switch refusal {
            case .head(let head): Problem(.requestHTTP, head.message)
            case .slowHead: slowHead
            case .malformed(let error): Problem(error)
            }
        let requestID = "\(RequestID())"
        guard let bytes = try? problem.body(of: nil, requestID: requestID).bytes else { return nil }
        var fields = problem.fields
        fields[RequestIdentity.field] = requestID
        SecurityHeaders.add(to: &fields)
        return (HTTPResponse(status: problem.status, headerFields: fields), ByteBuffer(bytes: bytes))
    }
}

extension Problem {
    /// What the parser found, before any middleware or while a body was read.
    init(_ refusal: HTTPParserError) {
        switch refusal {
        case .headerOverflow:
            self.init(.requestHeadersTooLarge, "The request's path and headers exceed the server's limit.")
        case .invalidVersion: self.init(.requestHTTPVersion, "Unsupported HTTP version. Use HTTP/1.1.")
        default: self.init(.requestHTTP, "Malformed HTTP request: \(refusal.debugDescription).")
        }
    }
}
