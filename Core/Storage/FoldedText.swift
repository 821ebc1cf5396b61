/// Texts as searches compare them: the databases' own functions know the letters of ASCII only, or those of a language.
package enum FoldedText {
    /// Without the difference between upper and lower case, for all letters of Unicode: `ẞ`, `ß` and `SS` are `ss`.
    package static func of(_ text: String) -> String {
        // Lower case first: some capitals (ẞ) have no other upper case than themselves.
        text.lowercased().uppercased().lowercased()
    }

    /// The column that has the folded text of another one.
    package static func column(of name: String) -> String { "\(name)_folded" }
}
