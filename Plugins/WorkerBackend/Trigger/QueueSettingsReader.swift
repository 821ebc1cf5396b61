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
                problems.append(("A setting is written as \"name: value\".", index))
                return settings
            }
            if let value = value(of: key) { settings[key] = value }
            index += 3
            guard index < end, top.spells(index, ",") else { break }
            index += 1
        }
        if index < end { problems.append(("A setting is one number or one string.", index)) }
        return settings
    }

    private mutating func value(of key: String) -> JSONValue? {
        let place = index + 2
        if key == "deadLetterQueue" {
            if let name = text(at: place), !name.isEmpty, !top.isName(place) { return .string(name) }
            problems.append(("\"deadLetterQueue\" must be the name of a queue.", place))
        } else if let range = Self.ranges[key] {
            if let number = Int(top.text(place)), range.contains(number) { return .int(number) }
            problems.append(
                ("\"\(key)\" must be a whole number from \(range.lowerBound) to \(range.upperBound).", place))
        } else {
            let known = (Self.ranges.keys + ["deadLetterQueue"]).sorted().joined(separator: ", ")
            problems.append(("\"\(key)\" is no setting of a queue. There are: \(known).", index))
        }
        return nil
    }

    private func text(at index: Int) -> String? {
        switch top.tokens[index].kind {
        case .identifier: top.text(index)
        case .string: top.source.text(top.tokens[index].contentRange)
        default: nil
        }
    }
}
