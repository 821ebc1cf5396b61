/// JavaScript or TypeScript of the user's with its expressions parsed.
public struct CodeText: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        /// Text to emit as it is.
        case code(String)
        /// An expression where JavaScript expects one.
        case reference(Reference)
        /// A whole string literal, its quotes included in neither part, that has expressions inside; the
        /// texts are the literal's raw source between the quotes.
        case string([TextPart], quote: Character)
        /// An expression within the text of a template literal: to emit as `${…}`.
        case interpolation(Reference)
    }

    /// A name in code that stands for the value of a run variable with another name.
    public struct Alias: Sendable, Hashable {
        public let name: String
        public let value: Reference

        public init(name: String, value: Reference) {
            self.name = name
            self.value = value
        }
    }

    public let parts: [Part]
    /// In the order of first use.
    public let aliases: [Alias]
    /// Whether the code may assign `_output`, the value of the loop around it.
    public let usesOutput: Bool
    /// Where the code is in the document, for the line map: its node and the name of the field.
    public let field: String

    public init(parts: [Part], field: String, aliases: [Alias] = [], usesOutput: Bool = false) {
        self.parts = parts
        self.field = field
        self.aliases = aliases
        self.usesOutput = usesOutput
    }
}
