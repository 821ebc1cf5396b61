import JSON

/// Limits of values, in the words of every form: each function returns what is wrong, or `nil`.
package enum ValueLimits {
    package static func problem(of number: Double, min: Double?, max: Double?) -> String? {
        if let min, number < min { return "must be at least \(JSONNumber(min).text)" }
        if let max, number > max { return "must be at most \(JSONNumber(max).text)" }
        return nil
    }

    /// A character is a Unicode scalar, as in JSON Schema.
    package static func problem(lengthOf text: String, min: Int?, max: Int?) -> String? {
        let count = text.unicodeScalars.count
        guard count < min ?? 0 || count > max ?? .max else { return nil }
        return switch (min, max) {
        case (let min?, let max?): "must have \(min) to \(max) characters"
        case (let min?, nil): "must have at least \(min) characters"
        case (nil, let max?): "must have at most \(max) characters"
        case (nil, nil): nil
        }
    }

    /// With the nearest option where one is near.
    package static func problem(of choice: String, among options: [String]) -> String? {
        guard !options.contains(choice) else { return nil }
        let hint = NearestName.nearest(to: choice, among: options).map { "; did you mean \"\($0)\"?" } ?? ""
        return "must be one of \(options.joined(separator: ", ")), not \"\(choice)\"\(hint)"
    }
}
