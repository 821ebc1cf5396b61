import Values

/// Where a request is in a trace that goes over many services (W3C Recommendation "Trace Context", section 3.2).
package struct TraceContext: Sendable, Hashable {
    package struct TraceID: Sendable, Hashable, CustomStringConvertible {
        let high: UInt64
        let low: UInt64

        package var description: String { Hex.text(high) + Hex.text(low) }
    }

    package let trace: TraceID
    /// Who asks next for the trace's sake: this server's own part.
    package let span: UInt64
    let flags: UInt8
    /// What other systems keep beside it, given on as it came.
    package let state: String?

    /// The request that is carried out, for everything that is done on its behalf.
    @TaskLocal package static var current: TraceContext?

    /// Longer ones are left out (section 3.3.1.5 asks for at least 512 characters).
    private static let longestState = 512

    /// A new trace.
    package init() {
        var random = SystemRandomNumberGenerator()
        // An id of zeros is none; one bit more costs nothing.
        trace = TraceID(high: random.next() | 1, low: random.next())
        span = random.next() | 1
        flags = 0
        state = nil
    }

    /// Goes on with a trace.
    /// - Parameters:
    ///   - parent: `traceparent`; a malformed one is none.
    ///   - state: `tracestate`
    package init?(parent: String, state: String?) {
        let bytes = Array(parent.utf8)
        let hyphen = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == hyphen, bytes[35] == hyphen, bytes[52] == hyphen,
            let version = Self.number(bytes[0..<2]), version != 0xff,
            // Later versions may have more after another hyphen.
            bytes.count == 55 || (version > 0 && bytes[55] == hyphen),
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]), high | low != 0,
            let caller = Self.number(bytes[36..<52]), caller != 0, let flags = Self.number(bytes[53..<55])
        else { return nil }
        var random = SystemRandomNumberGenerator()
        trace = TraceID(high: high, low: low)
        span = random.next() | 1
        // Only "sampled" is known, and the others must not be given on.
        self.flags = UInt8(flags) & 1
        self.state = state.flatMap { $0.utf8.count <= Self.longestState && !$0.isEmpty ? $0 : nil }
    }

    /// `traceparent` of what is asked of others.
    package var parent: String { "00-\(trace)-\(Hex.text(span))-0\(flags)" }

    /// Lower-case digits only.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }
}
