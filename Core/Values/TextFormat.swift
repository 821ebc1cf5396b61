import FoundationEssentials

/// Formats of text that documents use.
package enum TextFormat {
    /// One or more letters, digits, `-` and `_`.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
    }

    /// A name that an environment variable can have: `^[A-Z][A-Z0-9_]*$`.
    package static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
        return text.utf8.allSatisfy { isWord($0) && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A date such as `2026-11-24`, that exists.
    package static func isDate(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), parts[1].utf8.count == 2,
            let month = Int(parts[1]), parts[2].utf8.count == 2, let day = Int(parts[2])
        else { return false }
        return CivilDate(year: year, month: month, day: day) != nil
    }

    /// ISO 8601, as ``DateTimeText`` reads it.
    package static func isDateTime(_ text: String) -> Bool { DateTimeText.milliseconds(of: text) != nil }

    /// Whether a text is a ``WebURL``.
    package static func isURL(_ text: String) -> Bool { (try? WebURL(text)) != nil }

    /// Whether the port that a URL has, if any, is one from 0 to 65535: HTTP clients stop the process at others.
    package static func hasPort(_ url: String) -> Bool {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        let digits = host.lastIndex(of: ":").map { host[host.index(after: $0)...] } ?? ""
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard !isNumber || (Int(digits).map(ports.contains) ?? false) else { return false }
        // As the clients read it, which may be otherwise.
        return URL(string: url)?.port.map(ports.contains) ?? true
    }

    private static let ports = 0...65_535

    package static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
            && !parts[1].hasSuffix(".") && !text.utf8.contains { $0 <= 0x20 }
    }

    package static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
