import Values

/// Milliseconds since 1970: machines are driven by small numbers.
extension Timestamp: ExpressibleByIntegerLiteral {
    public init(integerLiteral milliseconds: Int64) { self.init(milliseconds: milliseconds) }
}
