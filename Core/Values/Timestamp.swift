import FoundationEssentials

/// A moment, in milliseconds since 1970 in UTC: what databases keep and the API shows.
public struct Timestamp: Sendable, Hashable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Before and after every other.
    package static let distantPast = Timestamp(milliseconds: .min)
    package static let distantFuture = Timestamp(milliseconds: .max)

    /// - Parameter milliseconds: As providers send times; one that cannot be ``written`` becomes the next that can.
    package init(provided milliseconds: Int) {
        self = min(max(Timestamp(milliseconds: Int64(milliseconds)), Self.written.lowerBound), Self.written.upperBound)
    }

    package init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

    package static var now: Timestamp { Timestamp(Date()) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// At most as far as there are numbers: plugins may report any time.
    package func adding(milliseconds more: Int64) -> Timestamp {
        let (sum, isOver) = milliseconds.addingReportingOverflow(more)
        return Timestamp(milliseconds: isOver ? (more < 0 ? .min : .max) : sum)
    }

    package static func + (time: Timestamp, length: Duration) -> Timestamp {
        time.adding(milliseconds: Int64(length.milliseconds))
    }

    package static func - (time: Timestamp, length: Duration) -> Timestamp {
        time.adding(milliseconds: -Int64(length.milliseconds))
    }

    /// - Returns: How much later the first is.
    package static func - (end: Timestamp, start: Timestamp) -> Duration {
        .milliseconds(end.milliseconds) - .milliseconds(start.milliseconds)
    }
}

extension Duration {
    /// Whole ones; those of some million years for what is longer.
    package var milliseconds: Int {
        let longest = Int.max / 1000 - 1
        let seconds = min(max(Int(components.seconds), -longest), longest)
        return seconds * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp {
    private static let day: Int64 = 86_400_000

    /// Those whose years have four digits: 0000 to 9999.
    package static let written =
        Timestamp(milliseconds: -62_167_219_200_000)...Timestamp(milliseconds: 253_402_300_799_999)

    /// `2026-03-29T10:00:00.000Z`; the first or last of the times that are ``written`` for one outside of them.
    package var iso8601: String {
        let milliseconds = min(max(self, Self.written.lowerBound), Self.written.upperBound).milliseconds
        let days = Int((Double(milliseconds) / Double(Self.day)).rounded(.down))
        let rest = Int(milliseconds - Int64(days) * Self.day)
        let date = CivilDate(number: days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func append(_ number: Int, _ digits: Int, then end: Unicode.Scalar) {
            var divisor = digits == 4 ? 1000 : digits == 3 ? 100 : 10
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: end))
        }
        append(date.year, 4, then: "-")
        append(date.month, 2, then: "-")
        append(date.day, 2, then: "T")
        append(rest / 3_600_000, 2, then: ":")
        append(rest / 60_000 % 60, 2, then: ":")
        append(rest / 1000 % 60, 2, then: ".")
        append(rest % 1000, 3, then: "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter text: As ``iso8601`` writes it.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let thousandth = number(20..<23), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        self.init(milliseconds: Int64(date.number) * Self.day + seconds * 1000 + Int64(thousandth))
        guard iso8601 == text else { return nil }
    }
}

extension Timestamp {
    /// - Parameter text: A date and time with or without a fraction of a second, with `Z` or an offset (RFC 3339, 5.6).
    package init?(rfc3339 text: String) {
        let text = text.uppercased()
        let body = text.hasSuffix("Z") ? text.dropLast() : text.dropLast(6)
        guard let offset = text.hasSuffix("Z") ? 0 : Self.minutes(offset: text.suffix(6)) else { return nil }
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : "000"
        guard (1...2).contains(parts.count), !fraction.isEmpty else { return nil }
        guard fraction.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        guard let local = Timestamp(iso8601: "\(parts[0]).\((fraction + "00").prefix(3))Z") else { return nil }
        self = local.adding(milliseconds: -offset * 60_000)
        guard Self.written.contains(self) else { return nil }
    }

    /// `+02:00`
    private static func minutes(offset text: Substring) -> Int64? {
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = text.first, sign == "+" || sign == "-", parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), (0...23).contains(hours),
            (0...59).contains(minutes)
        else { return nil }
        return (hours * 60 + minutes) * (sign == "+" ? 1 : -1)
    }
}
