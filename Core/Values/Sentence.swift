/// Texts that end as sentences do.
package enum Sentence {
    /// The text with a full stop, unless it ends with a mark of its own: one of `did you mean "GET"?` gets none.
    package static func ended(_ text: String) -> String {
        guard let last = text.last, !".?!".contains(last) else { return text }
        return text + "."
    }
}
