/// Why a text is not a ``WebURL``.
package struct InvalidURL: Error, Sendable, Hashable, CustomStringConvertible {
    /// Without the subject: `must be an http or https URL`.
    package let problem: String

    package var description: String { problem }

    static let port = InvalidURL(problem: "must have a port from 0 to 65535")
}
