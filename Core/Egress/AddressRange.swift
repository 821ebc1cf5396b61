/// Addresses that begin with the same bits.
package struct AddressRange: Sendable, CustomStringConvertible {
    package let description: String
    private let start: [UInt8]
    private let bits: Int

    /// - Parameter text: `10.0.0.0/8`
    package init(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPAddress(parts[0]), let bits = Int(parts[1]) else {
            preconditionFailure("\(text) is not a range of addresses.")
        }
        (description, start, self.bits) = (text, address.bytes, bits)
    }

    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == start.count else { return false }
        let whole = bits / 8
        guard address.bytes[..<whole] == start[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (address.bytes[whole] ^ start[whole]) >> (8 - rest) == 0
    }
}
