import CPCRE2

// The one file that touches PCRE2. Compiled code is only read, so that any thread may match with it (pcre2api(3),
// "Multithreading").

/// A compiled regular expression whose matches cost a bounded amount of time and memory, whatever the expression and
/// the text.
package final class Pattern: @unchecked Sendable {
    /// Which part of a text has to match.
    package enum Scope: Sendable { case whole, anywhere }

    /// Bytes of an expression.
    package static let longest = 2_000

    package let text: String
    private let code: OpaquePointer
    private let scansUncounted: Bool

    /// A character class as JavaScript has it: `\d` is 0 to 9, `\u0041` is a letter, `$` is the end.
    ///
    /// Repeats are not made possessive where they could be: what gives back nothing takes no steps, however far it scans.
    private static let dialect =
        PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_POSSESS

    /// Steps of one match: some 30 ms.
    private static let mostSteps: UInt32 = 1_000_000
    /// Nested points of return, and KiB for them.
    private static let mostDepth: UInt32 = 250_000
    private static let mostMemory: UInt32 = 64 << 10
    /// Bytes of a text that is matched by an expression of which ``scansUncounted``: such scans cost the text's square.
    package static let longestScanned = 16_384

    /// - Throws: ``InvalidPattern`` for an expression that PCRE2 does not accept.
    package convenience init(_ text: String, _ scope: Scope = .whole) throws(InvalidPattern) {
        try self.init(text, scope, skipsHopeless: true)
    }

    /// - Parameter skipsHopeless: Whether a text without a character that every match has is refused at a glance.
    init(_ text: String, _ scope: Scope, skipsHopeless: Bool) throws(InvalidPattern) {
        guard text.utf8.count <= Self.longest else {
            throw InvalidPattern(pattern: text, reason: "it is longer than \(Self.longest) bytes")
        }
        let ends = scope == .whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0
        let options = Self.dialect | ends | (skipsHopeless ? 0 : PCRE2_NO_START_OPTIMIZE)
        var error: Int32 = 0
        var offset = 0
        let bytes = Array(text.utf8)
        guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil) else {
            throw InvalidPattern(pattern: text, reason: "\(Self.message(error)) at offset \(offset)")
        }
        self.text = text
        self.code = code
        scansUncounted = Self.scansUncounted(text)
    }

    deinit { pcre2_code_free_8(code) }

    /// - Throws: ``PatternLimitExceeded`` when the match takes more steps or memory than a match may, or the text is longer than
    ///   ``longestScanned`` and the expression may scan it again and again.
    package func matches(_ subject: some StringProtocol) throws(PatternLimitExceeded) -> Bool {
        guard !scansUncounted || subject.utf8.count <= Self.longestScanned else {
            throw PatternLimitExceeded(pattern: text)
        }
        let context = pcre2_match_context_create_8(nil)
        let data = pcre2_match_data_create_8(1, nil)
        defer {
            pcre2_match_data_free_8(data)
            pcre2_match_context_free_8(context)
        }
        pcre2_set_match_limit_8(context, Self.mostSteps)
        pcre2_set_depth_limit_8(context, Self.mostDepth)
        pcre2_set_heap_limit_8(context, Self.mostMemory)
        let bytes = Array(subject.utf8)
        switch pcre2_match_8(code, bytes, bytes.count, 0, 0, data, context) {
        case 0...: return true
        case PCRE2_ERROR_NOMATCH: return false
        default: throw PatternLimitExceeded(pattern: text)
        }
    }

    /// Whether a part may pass over the text without steps that count, and give nothing back: a possessive repeat, a group
    /// that is one, or a look ahead. Within a character class the same letters mean nothing: then it is only careful.
    private static func scansUncounted(_ text: String) -> Bool {
        var previous: Unicode.Scalar = " "
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if scalar == "+", "*+?}".unicodeScalars.contains(last) { return true }
            if previous == "(", last == "?", scalar != ":" { return true }
            (previous, last) = (last, scalar)
        }
        return false
    }

    private static func message(_ error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(error, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }
}
