import HTTPTypes
import Hummingbird
import Platform

/// Why a request to a server that stands by has no response of the one that leads.
enum ForwardingError: Error, Equatable {
    /// It was forwarded to a server that does not lead, or is about to stop. It was not executed.
    case notLeading
    /// No server led within the time that it may wait. It was not executed.
    case noLeader
    /// The connection to the server that leads ended before its response.
    case lost
    /// A target without a path.
    case target

    /// Seconds after which another server has taken over from one that stops sending heartbeats.
    private static let takeover = "15"

    var problem: Problem {
        var problem =
            switch self {
            case .notLeading:
                Problem(
                    .serverNotLeading,
                    "The request was forwarded to a server that does not lead. It was not executed. Retry in a moment.")
            case .noLeader:
                Problem(
                    .serverNoLeader,
                    "No server leads at the moment, or the one that does cannot be reached. The request was not executed. "
                        + "Retry in some seconds.")
            case .lost:
                Problem(
                    .serverLost,
                    "The connection to the server that leads ended before its response: the request may have been executed. "
                        + "Check whether it was, or repeat it with the same Idempotency-Key.")
            case .target: Problem(.requestHTTP, "The request's target must be a path. Send it as /path.")
            }
        problem.headers[.retryAfter] =
            switch self {
            case .notLeading: "1"
            case .noLeader, .lost: Self.takeover
            case .target: nil
            }
        return problem
    }

    /// The response to another server, which knows by it that the request was not executed.
    func refusal(_ request: Request) throws -> Response {
        var response = try response(to: request, requestID: request.headers[RequestIdentity.field] ?? "")
        response.headers[ForwardedRequest.Field.refused] = "1"
        return response
    }

    /// Outside of the middleware that a server that leads has.
    func response(to request: Request, requestID: String) throws -> Response {
        var response = try problem.response(to: request, requestID: requestID)
        response.headers[RequestIdentity.field] = requestID
        SecurityHeaders.add(to: &response.headers)
        return response
    }
}
