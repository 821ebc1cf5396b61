/// The place of a value, or of a member's name, in a JSON text. Entries are in the order of the text: those of an
/// array's elements follow it, as do those of an object's members, each name before its value.
@usableFromInline
struct JSONEntry: Sendable {
    @usableFromInline
    enum Kind: UInt8, Sendable {
        case null, `true`, `false`, number, string, array, object
    }

    @usableFromInline let kind: Kind
    /// Of a string: it stands for itself.
    let isPlain: Bool
    /// Of the content in the text; that of a string is between its quotes.
    let start: UInt32
    let end: UInt32
    /// The entry after this one and all within it.
    @usableFromInline var next: UInt32

    init(kind: Kind, isPlain: Bool, start: UInt32, end: UInt32, next: UInt32) {
        self.kind = kind
        self.isPlain = isPlain
        self.start = start
        self.end = end
        self.next = next
    }

    /// An entry has room for texts that are no longer.
    static let longestText = Int(UInt32.max)
}
