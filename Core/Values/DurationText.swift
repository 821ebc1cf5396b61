import JSON

/// Reads durations: a number, or text such as `"30 seconds"` or `"1.5 hours"`.
///
/// Text is a decimal number, white space, and one of ``units``, singular or plural, in any case. Nothing else is a
/// duration. What deployed programs read at run time (`Shim/duration.ts` of the local provider) is the same grammar.
public enum DurationText {
    /// What a duration that is a bare number counts.
    public enum NumberUnit: Sendable {
        /// In a node's `data`.
        case milliseconds
        /// In a node's `config`.
        case seconds
    }

    /// The longest sleep and timeout: 365 days (Cloudflare documentation, "Workflows: Limits").
    public static let longestMilliseconds = 31_536_000_000

    /// The units by their singular name, in milliseconds; a month is 30 days and a year 365.
    public static let units: [(name: String, milliseconds: Int)] = [
        ("millisecond", 1), ("second", 1000), ("minute", 60_000), ("hour", 3_600_000), ("day", 86_400_000),
        ("week", 604_800_000), ("month", 2_592_000_000), ("year", 31_536_000_000),
    ]

    /// - Returns: Whole milliseconds, the nearest.
    public static func milliseconds(
        of value: JSONValue, numbersAre unit: NumberUnit = .milliseconds
    ) throws(InvalidDuration) -> Int {
        if let text = value.string { return try milliseconds(of: text, numbersAre: unit) }
        guard let number = value.double, number >= 0 else { throw InvalidDuration(value.text, .notADuration(unit)) }
        return try bounded(unit == .seconds ? number * 1000 : number, written: value.text)
    }

    /// - Parameter number: What a number in place of the text would count, for the error.
    /// - Returns: Whole milliseconds, the nearest.
    public static func milliseconds(
        of text: String, numbersAre number: NumberUnit = .milliseconds
    ) throws(InvalidDuration) -> Int {
        guard let (amount, unit) = parts(of: text) else {
            throw InvalidDuration(JSONValue.string(text).text, .notADuration(number))
        }
        return try bounded(amount * Double(unit), written: JSONValue.string(text).text)
    }

    private static func bounded(_ milliseconds: Double, written: String) throws(InvalidDuration) -> Int {
        guard milliseconds <= Double(longestMilliseconds) else { throw InvalidDuration(written, .tooLong) }
        return Int(milliseconds.rounded())
    }

    /// By bytes: `lowercased()` would also accept letters that only resemble those of a unit.
    private static func parts(of text: String) -> (amount: Double, unit: Int)? {
        var rest = Substring(text).utf8
        let whole = take(isDigit, from: &rest)
        guard !whole.isEmpty else { return nil }
        var number = whole
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = take(isDigit, from: &rest)
            guard !fraction.isEmpty else { return nil }
            number += "." + fraction
        }
        guard !take(isSpace, from: &rest).isEmpty, let amount = Double(number) else { return nil }
        let word = take(isLetter, from: &rest).lowercased()
        guard rest.isEmpty, let unit = units.first(where: { word == $0.name || word == $0.name + "s" }) else {
            return nil
        }
        return (amount, unit.milliseconds)
    }

    private static func take(_ belongs: (UInt8) -> Bool, from rest: inout Substring.UTF8View) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest.dropFirst(taken.count)
        return String(decoding: taken, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// A space, or a tab, line feed, vertical tab, form feed or carriage return.
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
