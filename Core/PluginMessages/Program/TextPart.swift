public enum TextPart: Sendable, Hashable {
    case text(String)
    case reference(Reference)
    /// JavaScript between `${` and `}`: one expression.
    case code(CodeText)
}
