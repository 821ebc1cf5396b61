import JSON
import JavaScript

/// Reads the object of `@config`, whose keys may stand without quotes.
struct QueueSettingsReader {
    let top: TopLevel
    /// Of the token after the `{`.
    var index: Int
    /// Of the `}`.
    let end: Int
    private(set) var problems: [(message: String, index: Int)] = []

    init(top: TopLevel, index: Int, end: Int) {
        self.top = top
        self.index = index
        self.end = end
    }

    /// Cloudflare's documentation, "Queues: Configure", has these limits.
    private static let ranges: [String: ClosedRange<Int>] = [
        "maxBatchSize": 1...100, "maxBatchTimeout": 0...60, "maxRetries": 0...100, "maxConcurrency": 1...20,
    ]

    mutating func read() -> JSONObject {
        var settings = JSONObject()
        while index < end {
            guard let key = text(at: index), top.spells(index + 1, ":"), index + 2 < end else {
                problems.append(("The settings are not valid; expected members such as \"maxBatchSize: 10\".", index))
                return settings
            }
            let name = Self.camelCase(key)
            if let value = value(of: name) { settings[name] = value }
            index += 3
            guard index < end, top.spells(index, ",") else { break }
            index += 1
        }
        if index < end { problems.append(("The value is not valid; expected one number or one string.", index)) }
        return settings
    }

    private mutating func value(of key: String) -> JSONValue? {
        let place = index + 2
        if key == "deadLetterQueue" {
            if let name = text(at: place), !name.isEmpty, !top.isName(place) { return .string(name) }
            problems.append(
                (
                    "\(top.text(place)) is not a valid \"deadLetterQueue\"; expected the name of a queue in quotes.",
                    place
                ))
        } else if let range = Self.ranges[key] {
            if let number = number(at: place), range.contains(number) { return .int(number) }
            problems.append(
                (
                    "\(top.text(place)) is not a valid \"\(key)\"; expected a whole number from \(range.lowerBound) to "
                        + "\(range.upperBound).", place
                ))
        } else {
            let known = (Self.ranges.keys + ["deadLetterQueue"]).sorted().joined(separator: ", ")
            problems.append(("\"\(key)\" is not a setting of a queue; expected one of: \(known).", index))
        }
        return nil
    }

    /// A number, or a text of seconds such as `"5s"`.
    private func number(at index: Int) -> Int? {
        guard case .string = top.tokens[index].kind else { return Int(top.text(index)) }
        let words = (text(at: index) ?? "").split(separator: " ")
        guard let first = words.first, words.count < 3 else { return nil }
        let unit = words.count == 2 ? words[1] : first.drop(while: \.isNumber)
        guard ["s", "second", "seconds", ""].contains(unit) else { return nil }
        return Int(first.prefix(while: \.isNumber))
    }

    /// `max_batch_size` as `maxBatchSize`.
    private static func camelCase(_ key: String) -> String {
        let words = key.split(separator: "_")
        guard words.count > 1, let first = words.first else { return key }
        return first + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private func text(at index: Int) -> String? {
        switch top.tokens[index].kind {
        case .identifier: top.text(index)
        case .string: top.source.text(top.tokens[index].contentRange)
        default: nil
        }
    }
}
