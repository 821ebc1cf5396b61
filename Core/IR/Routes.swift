/// The ways out of a node. Most nodes have one.
package struct Routes: Sendable {
    /// What a container runs, in order: the branches as `data` lists them, the arms of a `parallel` or `race`,
    /// `body`, or `try`, `catch` and perhaps `finally`.
    package struct Arm: Sendable {
        package let label: String
        /// The first nodes; an empty arm has none.
        package var starts: [Int]
    }

    package var arms: [Arm] = []
    /// What runs next: after a container's arms, or simply after the node.
    package var next: [Int] = []
}
