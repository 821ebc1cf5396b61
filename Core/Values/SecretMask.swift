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

    private let values: TextIndex
    /// What base64 has of the secrets, within whatever else is encoded with them.
    private let encoded: TextIndex
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
        self.values = TextIndex(values)
        encoded = TextIndex(Set(secrets.flatMap(Self.encoded)))
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

    /// As it stands in JSON, also in JSON that is a text within other JSON, and as a console prints it within another value.
    private static func quoted(_ secret: String) -> [String] {
        let json = inJSON(secret)
        let plain = json.replacing("\\\"", with: "\"")
        return [json, inJSON(json), inJSON(inJSON(json)), plain, plain.replacing("'", with: "\\'")]
    }

    private static func inJSON(_ text: String) -> String {
        String(JSONValue.string(text).text.dropFirst().dropLast())
    }

    package func masked(_ text: String) -> String {
        guard !values.isEmpty else { return text }
        var bytes = Array(text.utf8)
        replace(values.ranges(in: bytes), in: &bytes, isEncoded: false)
        replace(encoded.ranges(in: bytes), in: &bytes, isEncoded: true)
        maskTheCut(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameters:
    ///   - ranges: In their order.
    ///   - isEncoded: The whole text of base64 that has the letters is replaced.
    private func replace(_ ranges: [Range<Int>], in bytes: inout [UInt8], isEncoded: Bool) {
        guard !ranges.isEmpty else { return }
        var replaced: [UInt8] = []
        var rest = 0
        for range in ranges where range.lowerBound >= rest {
            var (start, end) = (range.lowerBound, range.upperBound)
            if isEncoded {
                while start > rest, Self.isEncoded(bytes[start - 1]) { start -= 1 }
                while end < bytes.count, Self.isEncoded(bytes[end]) { end += 1 }
                while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
            }
            replaced += bytes[rest..<start]
            replaced += replacement.utf8
            rest = end
        }
        bytes = replaced + bytes[rest...]
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
    private func maskTheCut(_ bytes: inout [UInt8]) {
        let ellipsis = Array(Self.ellipsis.utf8)
        guard bytes.count >= ellipsis.count, bytes.suffix(ellipsis.count).elementsEqual(ellipsis) else { return }
        let kept = Array(bytes.dropLast(ellipsis.count))
        let start =
            values.beginning(atEndOf: kept, fewest: Self.shortest)
            ?? encoded.beginning(atEndOf: kept, fewest: Self.shortestEncodedStart)
        if let start { bytes = kept[..<start] + Array(replacement.utf8) + ellipsis }
    }
}
