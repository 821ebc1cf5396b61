import Foundation
import JSON

/// A time, in milliseconds since 1970.
struct Moment: Codable, Sendable, Comparable {
    let milliseconds: Int

    init(milliseconds: Int) { self.milliseconds = milliseconds }

    init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    static var now: Moment { Moment(milliseconds: Int(Date().timeIntervalSince1970 * 1000)) }

    static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// As the API writes times.
    var json: JSONValue {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        return .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
