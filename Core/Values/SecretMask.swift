import FoundationEssentials
import JSON

/// Replaces secrets in texts that people read, such as logs and errors, in every form in which they may be sent or printed: as
/// they are, in JSON, in URLs and forms, in hexadecimal and in base64.
package struct SecretMask: Sendable {
    /// Shorter values are words that any text may contain.
    private static let shortest = 4
    package static let replacement = "***"
    /// Of a line of a secret of several lines, which is printed line by line: shorter ones are words.
    private static let shortestLine = 8
    /// What texts end with that were cut.
    private static let ellipsis = "…"

    /// Of what base64 has of a secret: shorter ones are in any text of that form.
    private static let shortestEncoded = 8
    /// Of the beginning of that where a text was cut.
    private static let shortestEncodedStart = 6

    /// Longest first, so that a secret that contains another is replaced as a whole.
    private let values: [String]
    /// What base64 has of the secrets, within whatever else is encoded with them.
    private let encoded: [String]
    private let replacement: String

    package init(_ secrets: some Sequence<String>, replacement: String = Self.replacement) {
        self.replacement = replacement
        var values: Set<String> = []
        for secret in secrets where secret.utf8.count >= Self.shortest {
            values.insert(secret)
            values.formUnion(Self.quoted(secret))
            let hexadecimal = Hex.text(secret.utf8)
            values.formUnion([hexadecimal, hexadecimal.uppercased(), PercentEncoding.encoded(secret)])
            let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
            if lines.count > 1 { values.formUnion(lines.filter { $0.utf8.count >= Self.shortestLine }) }
        }
        self.values = values.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
        encoded = Set(secrets.flatMap(Self.encoded)).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// The letters of base64 (RFC 4648) that depend on the secret alone: three bytes are four letters, so that there are three
    /// ways to write it, by how many bytes come before, such as those of a user before a password.
    private static func encoded(_ secret: String) -> [String] {
        (0..<3).flatMap { before -> [String] in
            let bytes = [UInt8](repeating: 0, count: before) + secret.utf8
            let (start, end) = ((before * 8 + 5) / 6, bytes.count * 8 / 6)
            guard end - start >= shortestEncoded else { return [] }
            let letters = String(Data(bytes).base64EncodedString().prefix(end).dropFirst(start))
            return [letters, letters.replacing("+", with: "-").replacing("/", with: "_")]
        }
    }

    /// As it stands in JSON, and as a console prints it within another value.
    private static func quoted(_ secret: String) -> [String] {
        let json = String(JSONValue.string(secret).text.dropFirst().dropLast())
        let plain = json.replacingOccurrences(of: "\\\"", with: "\"")
        return [json, plain, plain.replacingOccurrences(of: "'", with: "\\'")]
    }

    package func masked(_ text: String) -> String {
        let text = values.reduce(text) { text, value in
            text.contains(value) ? text.replacingOccurrences(of: value, with: replacement) : text
        }
        let plain = encoded.reduce(text) { $0.contains($1) ? masked($0, around: $1) : $0 }
        return plain.hasSuffix(Self.ellipsis) ? maskedAtTheCut(plain) : plain
    }

    /// Replaces each text of base64 that has the letters.
    private func masked(_ text: String, around letters: String) -> String {
        var masked = ""
        var rest = text[...]
        while let found = rest.range(of: letters) {
            let start =
                rest[..<found.lowerBound].lastIndex { !Self.isEncoded($0) }.map(rest.index(after:)) ?? rest.startIndex
            let end = rest[found.upperBound...].firstIndex { !Self.isEncoded($0) } ?? rest.endIndex
            masked += rest[..<start] + replacement
            rest = rest[end...].drop { $0 == "=" }
        }
        return masked + rest
    }

    /// A slash is not taken for a letter: paths have them.
    private static func isEncoded(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+-_".contains(character))
    }

    /// The beginning of a secret may stand before the place at which a text was cut.
    private func maskedAtTheCut(_ text: String) -> String {
        let kept = text.dropLast(Self.ellipsis.count)
        for (values, shortest) in [(values, Self.shortest), (encoded, Self.shortestEncodedStart)] {
            for value in values {
                let most = min(value.count - 1, kept.count)
                guard most >= shortest else { continue }
                for length in stride(from: most, through: shortest, by: -1)
                where kept.hasSuffix(value.prefix(length)) {
                    return kept.dropLast(length) + replacement + Self.ellipsis
                }
            }
        }
        return text
    }
}
