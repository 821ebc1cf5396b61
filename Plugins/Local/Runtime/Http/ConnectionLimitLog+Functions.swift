import HTTPFraming
import NIOCore

extension ConnectionLimitLog {
    /// A connection to functions for which there is no room.
    func refused(_ client: String, _ admission: ConnectionCounts.Admission, _ counts: ConnectionCounts) {
        let text = "A connection to functions from \(client) was refused"
        switch admission {
        case .admitted: break
        case .full:
            note(.connections, "\(text): \(counts.limit) are open")
        case .fullForClient:
            note(.clientConnections, "\(text): it has \(counts.clientLimit) open")
        }
    }

    /// A connection to functions whose client sends or reads too slowly.
    func ended(_ client: String, _ part: TransferLimits.Part) {
        let (limit, reason): (RuntimeLimit, String) =
            switch part {
            case .head: (.slowHead, "the headers of a request did not arrive in time")
            case .body: (.slowBody, "the body of a request did not arrive in time")
            case .response: (.unreadResponse, "it does not read the response")
            }
        note(limit, "A connection to functions from \(client) was ended: \(reason)")
    }
}
