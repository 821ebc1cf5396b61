import JSON

/// What `{{…}}` names: a root and a path into it.
public struct Reference: Sendable, Hashable {
    public enum Root: Sendable, Hashable {
        case node(Int)
        /// `event`: the payload is under `payload`.
        case event
        /// `trigger`: the payload itself.
        case trigger
        /// `env`: the first part of the path is the variable's name.
        case environment
        /// A variable in scope other than a node's: a loop's item or index, or `err` in a catch arm.
        case local(String)
    }

    public enum Part: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    public let root: Root
    public let path: [Part]

    public init(root: Root, path: [Part] = []) {
        self.root = root
        self.path = path
    }
}

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

public enum TextPart: Sendable, Hashable {
    case text(String)
    case reference(Reference)
    /// JavaScript between `${` and `}`: one expression.
    case code(CodeText)
}

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
