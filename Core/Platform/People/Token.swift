import Crypto
import FoundationEssentials
import Values

/// A random secret that its holder sends back: a session's cookie, an invitation. Only its hash is kept.
struct Token: Sendable {
    let text: String

    /// 32 random bytes, as base64 that is fit for URLs and cookies.
    static func random() -> Token {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return Token(
            text: bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: ""))
    }

    /// SHA-256, hexadecimal. A look-up by it tells nobody how much of a guess was right.
    var hash: String { Hex.text(SHA256.hash(data: Array(text.utf8))) }
}
