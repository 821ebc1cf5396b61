/// `if / else if / else`. The node's value is that of the arm that ran.
public struct Branch: Sendable, Equatable {
    public struct Arm: Sendable, Equatable {
        public let label: String
        /// A JavaScript expression; `nil` is `else`.
        public let condition: CodeText?
        public let body: Block

        public init(label: String, condition: CodeText?, body: Block) {
            self.label = label
            self.condition = condition
            self.body = body
        }
    }

    public let node: Int
    public let arms: [Arm]

    public init(node: Int, arms: [Arm]) {
        self.node = node
        self.arms = arms
    }
}
