/// A path between `{{` and `}}`: its parts, and where it stands in the text.
package struct ScannedExpression: Sendable {
    /// UTF-8 offsets of the whole, braces included.
    package let range: Range<Int>
    /// At least one.
    package let path: [String]

    package var text: String { "{{\(path.joined(separator: "."))}}" }
}
