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
        let plain = json.replacing("\\\"", with: "\"")
        return [json, plain, plain.replacing("'", with: "\\'")]
    }

    package func masked(_ text: String) -> String {
        guard !values.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for value in values { replace(Array(value.utf8), in: &bytes, isEncoded: false) }
        for letters in encoded { replace(Array(letters.utf8), in: &bytes, isEncoded: true) }
        let plain = String(decoding: bytes, as: UTF8.self)
        return plain.hasSuffix(Self.ellipsis) ? maskedAtTheCut(plain) : plain
    }

    /// - Parameter isEncoded: The whole text of base64 that has the letters is replaced.
    private func replace(_ value: [UInt8], in bytes: inout [UInt8], isEncoded: Bool) {
        var replaced: [UInt8] = []
        var rest = 0
        while var start = Self.index(of: value, in: bytes, from: rest) {
            var end = start + value.count
            if isEncoded {
                while start > rest, Self.isEncoded(bytes[start - 1]) { start -= 1 }
                while end < bytes.count, Self.isEncoded(bytes[end]) { end += 1 }
                while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
            }
            replaced += bytes[rest..<start]
            replaced += replacement.utf8
            rest = end
        }
        if rest > 0 { bytes = replaced + bytes[rest...] }
    }

    private static func index(of value: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = value.first, start + value.count <= bytes.count else { return nil }
        return (start...bytes.count - value.count).first { index in
            bytes[index] == first && bytes[index..<index + value.count].elementsEqual(value)
        }
    }

    /// A slash is not taken for a letter: paths have them.
    private static func isEncoded(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
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
