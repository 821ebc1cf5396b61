/// What is around the statement at hand.
struct RunScope {
    struct EnclosingLoop {
        let node: Int
        /// How many arms are around the loop.
        let arms: Int
    }

    /// From the outermost.
    private(set) var loops: [EnclosingLoop] = []
    /// The variables with the rounds of those loops.
    private(set) var indexes: [String] = []
    /// How many arms of a `parallel` or `race`, each a function of its own, are around.
    private(set) var arms = 0

    /// Of nodes of which a round has a value of its own: what keeps it for those behind the loop.
    var keepers: [Int: String] = [:]

    /// The names that inline code declares in the block at hand.
    var declared: Set<String> = []
    /// What inline code imports under names that are not the module's, in the block at hand: the module's names by its own.
    var imported: [String: String] = [:]

    mutating func enter(loop node: Int, index: String) {
        loops.append(EnclosingLoop(node: node, arms: arms))
        indexes.append(index)
    }

    /// Makes room for another loop that counts with the same name.
    /// - Returns: Whether there is a loop around whose rounds are found under the new name only from now on.
    mutating func rename(index: String, to name: String) -> Bool {
        guard let position = indexes.lastIndex(of: index) else { return false }
        indexes[position] = name
        return true
    }

    mutating func enterArm() { arms += 1 }
    mutating func leaveArm() { arms -= 1 }
}
