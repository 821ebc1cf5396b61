/// What is wrong with the value of a field.
package struct FieldFault: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case type, option, range, length, format
    }

    package let kind: Kind
    /// Continues a sentence that begins with the field: `must be a string, not number`.
    package let message: String
    /// The element of an array that it concerns.
    package let element: Int?

    package init(_ kind: Kind, _ message: String, of element: Int? = nil) {
        self.kind = kind
        self.message = message
        self.element = element
    }
}
