/// An error of one area with a stable code, such as ``StartError``: `Area` keeps the errors of areas apart.
package struct CodedError<Area>: Error, Sendable, Hashable, CustomStringConvertible {
    package let code: ErrorCode
    /// What is wrong and what to do next.
    package let message: String

    package init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
