/// What is documented of an error's code.
package struct ErrorEntry: Sendable {
    package let kind: ErrorKind
    /// Why the error occurs.
    package let cause: String
    /// What to do next.
    package let cure: String

    init(_ kind: ErrorKind, _ cause: String, _ cure: String) {
        self.kind = kind
        self.cause = cause
        self.cure = cure
    }
}
