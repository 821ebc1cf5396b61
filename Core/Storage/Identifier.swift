import Values

/// The id of one kind of thing; ids of different kinds do not mix. New ones sort by the time they were made.
package struct Identifier<Entity>: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// An id that somebody gave, which may name nothing.
    package init(_ text: String) { self.text = text }

    /// A new id: a UUID of version 7 (RFC 9562, section 5.7).
    package static func make(at time: Timestamp = .now) -> Identifier {
        var random = SystemRandomNumberGenerator()
        let high = UInt64(bitPattern: time.milliseconds) << 16 | 0x7000 | random.next() & 0xfff
        let low = 0x8000_0000_0000_0000 | random.next() & 0x3fff_ffff_ffff_ffff
        let digits = Hex.text(high) + Hex.text(low)
        let ends = [8, 12, 16, 20, 32]
        let groups = zip([0] + ends, ends).map { digits.dropFirst($0).prefix($1 - $0) }
        return Identifier(groups.joined(separator: "-"))
    }

    package var description: String { text }
}
