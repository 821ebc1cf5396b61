import Hummingbird
import JSON

/// Something that goes wrong with calls, on demand.
package struct Fault: Sendable {
    enum Effect: Sendable {
        /// The call is answered with an error.
        case error(APIError)
        /// No answer comes until the client gives up.
        case hang
        /// The connection is closed.
        case cut
        /// Milliseconds that pass before the call goes on.
        case delay(Int)
    }

    /// Relative to what the call does.
    enum Time: String, Sendable { case before, after }

    let id: Int
    let method: String?
    let path: PathPattern?
    /// The first of the matching calls that it hits, from 1.
    let nth: Int
    /// How many it hits; `nil`: all from there on.
    let times: Int?
    let time: Time
    let effect: Effect
    /// As it was asked for.
    let json: JSONObject
    /// Matching calls so far.
    var seen = 0

    var hits: Int { max(0, min(seen - nth + 1, times ?? .max)) }

    /// - Throws: ``APIError`` when the description makes no sense.
    init(id: Int, _ json: JSONObject) throws {
        self.id = id
        self.json = json
        method = json["method"]?.string?.uppercased()
        path = json["path"]?.string.map(PathPattern.init)
        nth = json["nth"]?.int ?? 1
        times = json["times"] == .null ? nil : json["times"]?.int ?? 1
        guard let time = Time(rawValue: json["when"]?.string ?? "before") else {
            throw APIError.invalid("\"when\" must be \"before\" or \"after\"")
        }
        self.time = time
        switch json["effect"]?.string {
        case "error": effect = .error(Self.error(json))
        case "hang": effect = .hang
        case "cut": effect = .cut
        case "delay": effect = .delay(json["milliseconds"]?.int ?? 100)
        default: throw APIError.invalid("\"effect\" must be \"error\", \"hang\", \"cut\" or \"delay\"")
        }
    }

    private static func error(_ json: JSONObject) -> APIError {
        let status = json["status"]?.int ?? 500
        let (code, message) =
            switch status {
            case 429: (10429, "Rate limited. Please wait and consider throttling your request speed")
            case 403: (10000, "Authentication error")
            default: (10013, "An unknown error has occurred.")
            }
        return APIError(
            .init(code: status), json["code"]?.int ?? code, json["message"]?.string ?? message,
            retryAfter: json["retryAfter"]?.int)
    }

    func matches(_ call: CallRecord) -> Bool {
        if let method, method != call.method { return false }
        return path.map { $0.match(call.path) != nil } ?? true
    }
}
