/// A text in which the library finds no aliases: it would expand them without a bound. A character that the text does not have
/// stands for each `*`, so that an alias is a plain scalar that begins with it; no other plain scalar can begin with `*`.
struct YAMLAliases {
    /// With another character for each `*`, at the same lines and columns.
    let text: String
    private let standIn: Unicode.Scalar

    /// Of the Private Use Area, which YAML allows (YAML 1.2, section 5.1).
    private static let candidates: ClosedRange<UInt32> = 0xE000...0xF8FF

    /// - Throws: `YAMLDocument.Invalid` for a text that leaves no character.
    init(of text: String) throws {
        let used = Set(text.unicodeScalars.lazy.filter { Self.candidates.contains($0.value) })
        guard let free = Self.candidates.lazy.compactMap(Unicode.Scalar.init).first(where: { !used.contains($0) })
        else {
            throw YAMLDocument.Invalid(
                message: "The document uses every character of the Private Use Area.",
                place: TextPlace(line: 1, column: 1))
        }
        standIn = free
        self.text = Self.replace("*", standIn, in: text)
    }

    /// The text of a scalar as it was written.
    func restored(_ text: String) -> String { Self.replace(standIn, "*", in: text) }

    /// The name of the anchor that a plain scalar stands for; `nil` for a text.
    func anchor(of scalar: String) -> String? {
        guard scalar.unicodeScalars.first == standIn else { return nil }
        return restored(String(scalar.unicodeScalars.dropFirst()))
    }

    private static func replace(_ old: Unicode.Scalar, _ new: Unicode.Scalar, in text: String) -> String {
        guard text.unicodeScalars.contains(old) else { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.lazy.map { $0 == old ? new : $0 })
        return String(scalars)
    }
}
