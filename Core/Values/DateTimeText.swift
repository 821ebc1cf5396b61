/// Reads dates and times of ISO 8601: a date, or a date and a time with an optional fraction and zone.
///
/// A time without a zone is in UTC. What deployed programs read at run time (`$time` of the Worker backend) is the same
/// grammar.
package enum DateTimeText {
    /// - Returns: Milliseconds since 1970; `nil` for what is not a time that exists.
    package static func milliseconds(of text: some StringProtocol) -> Int? {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.takes("-"), let month = reader.number(2), reader.takes("-"),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = date.number * 86_400_000
        if reader.rest.isEmpty { return midnight }
        guard reader.takes("T") || reader.takes("t") || reader.takes(" "), let clock = reader.clock(),
            let offset = reader.offset(), reader.rest.isEmpty
        else { return nil }
        return midnight + clock - offset
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func takes(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func digits(_ count: Int) -> ArraySlice<UInt8>? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = rest.dropFirst(count)
            return digits
        }

        mutating func number(_ count: Int, below limit: Int = .max) -> Int? {
            digits(count).map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }.flatMap { $0 < limit ? $0 : nil }
        }

        /// Milliseconds of `09:00`, `09:00:30` or `09:00:30.25`; the end of a day may be written as `24:00`.
        mutating func clock() -> Int? {
            guard let hour = number(2, below: 25), takes(":"), let minute = number(2, below: 60) else { return nil }
            var milliseconds = 0
            if takes(":") {
                guard let second = number(2, below: 60) else { return nil }
                milliseconds = second * 1000
                if takes(".") {
                    guard let fraction = fraction() else { return nil }
                    milliseconds += fraction
                }
            }
            guard hour < 24 || minute == 0 && milliseconds == 0 else { return nil }
            return (hour * 60 + minute) * 60_000 + milliseconds
        }

        /// Whole milliseconds; what is finer is left out.
        private mutating func fraction() -> Int? {
            guard let first = digits(1) else { return nil }
            var all = Array(first)
            while let next = digits(1) { all += next }
            return (all + [0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        /// Milliseconds of a zone: none, `Z`, `+02:00`, `+0200` or `+02`.
        mutating func offset() -> Int? {
            if rest.isEmpty || takes("Z") || takes("z") { return 0 }
            let isBehind = rest.first == UInt8(ascii: "-")
            guard takes("+") || takes("-"), let hours = number(2, below: 24) else { return nil }
            var minutes = 0
            if !rest.isEmpty {
                _ = takes(":")
                guard let number = number(2, below: 60) else { return nil }
                minutes = number
            }
            return (hours * 60 + minutes) * (isBehind ? -60_000 : 60_000)
        }
    }
}
