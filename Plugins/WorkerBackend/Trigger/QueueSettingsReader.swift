import JSON
import JavaScript
import Values

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
        "maxBatchSize": 1...100, timeout: 0...60, "maxRetries": 0...100, "maxConcurrency": 1...20,
    ]

    /// The setting that is a time, in seconds.
    private static let timeout = "maxBatchTimeout"

    mutating func read() -> JSONObject {
        var settings = JSONObject()
        var names: Set<String> = []
        while index < end {
            guard let key = text(at: index), top.spells(index + 1, ":"), index + 2 < end else {
                problems.append(("The settings are not valid; expected members such as \"maxBatchSize: 10\".", index))
                return settings
            }
            let name = Self.camelCase(key)
            if !names.insert(name).inserted {
                problems.append(
                    ("\"\(key)\" is set twice; expected \"\(name)\" once, in one of its spellings.", index))
            }
            if let value = value(of: name) { settings[name] = value }
            index += isNegative(at: index + 2) ? 4 : 3
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
            let isTime = key == Self.timeout
            if let number = isTime ? seconds(at: place) : number(at: place), range.contains(number) {
                return .int(number)
            }
            let bounds = "from \(range.lowerBound) to \(range.upperBound)"
            let expected =
                isTime
                ? "whole seconds \(bounds), as a number or in a text such as \"30 seconds\""
                : "a whole number \(bounds)"
            let text = isNegative(at: place) ? "-\(top.text(place + 1))" : top.text(place)
            problems.append(("\(text) is not a valid \"\(key)\"; expected \(expected).", place))
        } else {
            let known = (Self.ranges.keys + ["deadLetterQueue"]).sorted().joined(separator: ", ")
            problems.append(("\"\(key)\" is not a setting of a queue; expected one of: \(known).", index))
        }
        return nil
    }

    private func isNegative(at index: Int) -> Bool {
        guard top.spells(index, "-"), index + 1 < end, case .number = top.tokens[index + 1].kind else { return false }
        return true
    }

    private func number(at index: Int) -> Int? {
        if case .number = top.tokens[index].kind { Int(top.text(index)) } else { nil }
    }

    /// A number of seconds, or a duration of whole seconds in a text. Existing documents also have `"5s"`.
    private func seconds(at index: Int) -> Int? {
        guard case .string = top.tokens[index].kind, let text = text(at: index) else { return number(at: index) }
        if let short = text.wholeMatch(of: /([0-9]+)s/) { return Int(short.1) }
        guard let milliseconds = try? DurationText.milliseconds(of: text), milliseconds % 1000 == 0 else { return nil }
        return milliseconds / 1000
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
