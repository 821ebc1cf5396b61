/// A value that is not a duration, or one that is too long.
public struct InvalidDuration: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        /// With what a bare number would count at this place.
        case notADuration(DurationText.NumberUnit)
        case tooLong
    }

    /// The value, as JSON.
    public let written: String
    public let reason: Reason

    public init(_ written: String, _ reason: Reason) {
        self.written = written
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .notADuration(let unit):
            "\(written) is not a valid duration; expected a number of \(unit) or text such as "
                + "\"30 seconds\", \"1.5 hours\" or \"7 days\""
        case .tooLong: "\(written) is longer than 365 days, the longest duration"
        }
    }
}
