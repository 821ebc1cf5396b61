/// Which nodes have run when the statement at hand runs: on every way, on some, or on none.
struct Availability: Sendable {
    enum State: UInt8, Sendable {
        case never, sometimes, always
    }

    /// What an arm changed.
    struct Changes: Sendable {
        fileprivate(set) var states: [(node: Int, state: State)] = []
        /// Whether the arm's end is ever reached.
        var isCompleted = true
    }

    private var states: [State]
    /// What was changed, and from what, since the outermost arm began.
    private var trail: [(node: Int, before: State)] = []

    init(nodes: Int) { states = Array(repeating: .never, count: nodes) }

    subscript(node: Int) -> State { states[node] }

    mutating func set(_ node: Int, _ state: State = .always) {
        guard states[node].rawValue < state.rawValue else { return }
        trail.append((node, states[node]))
        states[node] = state
    }

    /// The beginning of an arm, for ``withdraw(since:)``.
    var mark: Int { trail.count }

    /// Takes back what an arm changed: the arms beside it do not see it.
    mutating func withdraw(since mark: Int) -> Changes {
        var changes = Changes()
        for (node, before) in trail[mark...].reversed() {
            changes.states.append((node, states[node]))
            states[node] = before
        }
        trail.removeSubrange(mark...)
        return changes
    }

    /// After arms of which one ran to its end.
    mutating func setChoice(_ arms: [Changes]) {
        let completed = arms.filter(\.isCompleted)
        if completed.count == 1 { setAll(completed) } else { setCommon(completed) }
        setSome(arms)
    }

    /// After arms that all ran to their ends.
    mutating func setAll(_ arms: [Changes]) {
        for arm in arms { for (node, state) in arm.states { set(node, state) } }
    }

    /// After arms that may have run, or not to their ends.
    mutating func setSome(_ arms: [Changes]) {
        for arm in arms { for (node, _) in arm.states { set(node, .sometimes) } }
    }

    /// Nodes that run in every arm are those that stand in several.
    private mutating func setCommon(_ arms: [Changes]) {
        guard let first = arms.first, arms.allSatisfy({ !$0.states.isEmpty }) else { return }
        var counts: [Int: Int] = [:]
        for arm in arms.dropFirst() {
            for (node, state) in arm.states where state == .always { counts[node, default: 0] += 1 }
        }
        for (node, state) in first.states where state == .always && counts[node] == arms.count - 1 { set(node) }
    }
}
