import HTTPFraming
import NIOCore

extension ConnectionLimitLog {
    /// A connection to functions for which there is no room.
    func refused(_ client: String, _ admission: ConnectionCounts.Admission, _ counts: ConnectionCounts) {
        let text = "A connection to functions from \(client) was refused"
        switch admission {
        case .admitted: break
        case .full:
            note("functions.connections", "\(text): \(counts.limit) are open (MILLRACE_LOCAL_HTTP_CONNECTIONS)")
        case .fullForClient:
            note(
                "functions.clientConnections",
                "\(text): it has \(counts.clientLimit) open (MILLRACE_LOCAL_CLIENT_CONNECTIONS)")
        }
    }

    /// A connection to functions whose client sends or reads too slowly.
    func ended(_ client: String, _ part: TransferLimits.Part) {
        let (limit, reason) =
            switch part {
            case .head: ("functions.slowHead", "the headers of a request did not arrive in time")
            case .body: ("functions.slowBody", "the body of a request did not arrive in time")
            case .response: ("functions.unreadResponse", "it does not read the response")
            }
        note(
            limit,
            "A connection to functions from \(client) was ended: \(reason) (MILLRACE_LOCAL_REQUEST_TIME)")
    }
}
