/// Why a document is not what a type needs, and where.
public struct JSONMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    public let pointer: JSONPointer
    public let message: String

    public init(pointer: JSONPointer = .root, message: String) {
        self.pointer = pointer
        self.message = message
    }

    /// The same mismatch, seen from the value that has this one at `place`.
    @usableFromInline func within(_ place: JSONPointer) -> JSONMismatch {
        JSONMismatch(pointer: place.appending(pointer), message: message)
    }

    public var description: String { pointer == .root ? message : "\(pointer): \(message)" }
}
