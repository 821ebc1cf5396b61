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
