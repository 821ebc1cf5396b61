import HTTPTypes
import Hummingbird

extension Request {
    /// The id of the last event of a stream that a client has (HTML Standard, "Server-sent events").
    var lastEventID: String? { headers[.lastEventID] }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = HTTPField.Name("last-event-id")!
}
