import JSON

/// A value of a node's `data` with its expressions parsed.
public indirect enum ValueTemplate: Sendable, Equatable {
    /// No expression inside.
    case literal(JSONValue)
    /// Exactly one expression: the value has its type.
    case reference(Reference)
    /// A whole text that is JavaScript: the value of that expression.
    case code(CodeText)
    /// Text around expressions: the values are written into it. Text stays, `null` and `undefined` are empty,
    /// objects and arrays are JSON.
    case text([TextPart])
    case array([ValueTemplate])
    case object([Member])

    public struct Member: Sendable, Equatable {
        public let key: String
        public let value: ValueTemplate

        public init(key: String, value: ValueTemplate) {
            self.key = key
            self.value = value
        }
    }

    public static let empty = ValueTemplate.object([])
}
