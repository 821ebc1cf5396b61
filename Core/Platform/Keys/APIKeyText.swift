import Crypto
import Values

/// An API key as its owner has it: `ask_` and 40 random base62 characters.
package struct APIKeyText: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Not the key: whoever prints what holds one, in a log or an error, does not print it.
    package var description: String { "\(prefix)…" }

    private static let start = "ask_"
    private static let length = 40
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// How much of it is stored: enough to find it by, too little to guess the rest from.
    private static let prefixLength = start.count + 8

    /// - Returns: `nil` for text that cannot be a key.
    package init?(_ text: some StringProtocol) {
        let body = text.utf8.dropFirst(Self.start.utf8.count)
        guard text.hasPrefix(Self.start), body.count == Self.length, body.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.text = String(text)
    }

    private init(body: [UInt8]) { text = Self.start + String(decoding: body, as: UTF8.self) }

    package static func random() -> APIKeyText {
        var generator = SystemRandomNumberGenerator()
        return APIKeyText(
            body: (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    var prefix: String { String(text.prefix(Self.prefixLength)) }

    private var digest: SHA256.Digest { SHA256.hash(data: Array(text.utf8)) }

    /// SHA-256, hexadecimal.
    var hash: String { Hex.text(digest) }

    /// Compares in constant time, as every comparison of a digest does.
    func matches(hash stored: String) -> Bool { Hex.bytes(stored).map { digest == $0 } ?? false }
}
