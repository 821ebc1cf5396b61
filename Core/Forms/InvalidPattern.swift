/// A regular expression that cannot be used.
package struct InvalidPattern: Error, Equatable, CustomStringConvertible {
    package let pattern: String
    /// Continues a sentence: `missing closing parenthesis at offset 4`.
    package let reason: String

    package var description: String { "\"\(pattern.prefix(100))\" is not a valid regular expression: \(reason)" }
}
