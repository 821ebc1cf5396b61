extension SettingDefinition {
    /// What a value must be, to follow "expected".
    public var allowed: String {
        if let expected { return expected }
        if let options { return "one of \(options.joined(separator: ", "))" }
        let unit = unit ?? .seconds
        return switch type {
        case .text: "a text"
        case .integer: "an integer\(range())"
        case .boolean: "true (or 1) or false (or 0)"
        case .duration: "a number of \(unit)\(range()), or a duration such as \"\(unit.example)\""
        case .size: "a number of MiB\(range()), or a size such as \"1 GiB\""
        case .url: "an http or https URL"
        case .folder: "an existing folder"
        case .command: "the path of an executable, or the name of one on the search path"
        }
    }

    /// A value in its one spelling: a boolean as 1 or 0, a duration as a number of ``unit``, a size as a number of MiB.
    ///
    /// - Returns: `nil` when the text is not ``allowed``; whether files exist is not checked.
    public func canonical(_ text: String) -> String? {
        if let options, !options.contains(text) { return nil }
        switch type {
        case .text, .folder, .command: return text.isEmpty ? nil : text
        case .integer: return Int(text).flatMap { isInRange(Double($0)) ? String($0) : nil }
        case .boolean:
            switch text.lowercased() {
            case "1", "true", "yes", "on": return "1"
            case "0", "false", "no", "off": return "0"
            default: return nil
            }
        case .duration: return number(duration(text))
        case .size: return number(SizeText.mebibytes(of: text))
        case .url: return TextFormat.isURL(text) ? text : nil
        }
    }

    private func duration(_ text: String) -> Double? {
        let unit = unit ?? .seconds
        if let number = plainNumber(text) { return number }
        return (try? DurationText.milliseconds(of: text)).map { Double($0) / Double(unit.milliseconds) }
    }

    /// Digits and at most one point: `Double` would also read `1e3`, `0x10` and `inf`.
    private func plainNumber(_ text: String) -> Double? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
            ? Double(text) : nil
    }

    private func number(_ value: Double?) -> String? {
        guard let value, isInRange(value) else { return nil }
        return Int(exactly: value).map(String.init) ?? String(value)
    }

    private func isInRange(_ value: Double) -> Bool {
        minimum.map { value >= Double($0) } != false && maximum.map { value <= Double($0) } != false
    }

    private func range() -> String {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): " from \(minimum) to \(maximum)"
        case (let minimum?, nil): ", at least \(minimum)"
        case (nil, let maximum?): ", at most \(maximum)"
        case (nil, nil): ""
        }
    }
}

extension SettingDefinition.Unit {
    fileprivate var milliseconds: Int {
        switch self {
        case .seconds: 1000
        case .days: 86_400_000
        }
    }

    fileprivate var example: String {
        switch self {
        case .seconds: "5 minutes"
        case .days: "2 weeks"
        }
    }
}
