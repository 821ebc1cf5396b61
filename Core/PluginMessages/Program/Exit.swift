/// Leaves a loop, or what is around it when there is none.
public struct Exit: Sendable, Equatable {
    public enum Target: Sendable, Equatable {
        /// The loop of that node. When arms of a `parallel` or `race` lie between, the arm ends and the loop
        /// ends once all arms of the innermost such node have.
        case loop(node: Int, crossesArms: Bool)
        /// No loop around: the arm, or the whole run, ends.
        case enclosing
    }

    public let node: Int
    /// A JavaScript expression; `nil` always leaves.
    public let condition: CodeText?
    public let target: Target

    public init(node: Int, condition: CodeText?, target: Target) {
        self.node = node
        self.condition = condition
        self.target = target
    }
}
