/// A match that takes more steps or memory than a match may.
package struct PatternLimitExceeded: Error, Equatable, CustomStringConvertible {
    package let pattern: String

    package var description: String {
        "\"\(pattern.prefix(100))\" exceeds the limits of a match; make repeated groups unambiguous"
    }
}
