/// The blocks of a program and which nodes' values are set and read in them: decides what keeps a value and
/// where its variable is declared.
struct BlockTree: Sendable {
    private var parents: [Int] = []
    private var depths: [Int] = []
    /// The block that sets each node's value.
    private(set) var homes: [Int: Int] = [:]
    private var readers: [Int: Set<Int>] = [:]

    /// Blocks are numbered in the order in which they begin.
    mutating func open(in parent: Int?) -> Int {
        parents.append(parent ?? -1)
        depths.append(parent.map { depths[$0] + 1 } ?? 0)
        return parents.count - 1
    }

    mutating func set(_ node: Int, in block: Int) { homes[node] = block }

    /// - Returns: Whether it is the first read of the value.
    @discardableResult
    mutating func read(_ node: Int, in block: Int) -> Bool {
        let isFirst = readers[node] == nil
        readers[node, default: []].insert(block)
        return isFirst
    }

    func isRead(_ node: Int) -> Bool { readers[node] != nil }

    /// The block that has to declare a node's variable; `nil` when that is where it is set.
    func hoist(_ node: Int) -> Int? {
        guard let home = homes[node], let readers = readers[node] else { return nil }
        let common = readers.reduce(home) { commonBlock($0, $1) }
        return common == home ? nil : common
    }

    private func commonBlock(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while first != second {
            if depths[first] >= depths[second] { first = parents[first] } else { second = parents[second] }
        }
        return first
    }
}
