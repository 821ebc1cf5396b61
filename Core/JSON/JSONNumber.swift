/// A JSON number with the spelling it was read in: `1.0`, `1e3` and integers beyond 64 bits survive.
public struct JSONNumber: Sendable {
    /// The number as RFC 8259 spells it.
    public let text: String

    /// - Parameter text: A number in JSON's grammar; the parser has checked it.
    init(validated text: String) { self.text = text }

    public init(_ value: Int) { text = String(value) }

    /// - Parameter value: Finite; JSON cannot spell infinities and NaN, for which this is 0.
    public init(_ value: Double) {
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
            text = String(whole)
        } else {
            text = value.isFinite ? "\(value)" : "0"
        }
    }

    public var int: Int? {
        if let whole = Int(text) { return whole }
        guard let value = Double(text), value.magnitude < 0x1p53 else { return nil }
        return Int(exactly: value)
    }

    public var double: Double { Double(text) ?? 0 }
}

extension JSONNumber: Hashable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text == right.text || (left.int == nil) == (right.int == nil) && left.double == right.double
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(double) }
}
