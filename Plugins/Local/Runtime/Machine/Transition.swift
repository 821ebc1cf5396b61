/// What a machine wants done after an input, in this order: orders at once, entries into the journal, and when
/// they are committed the answers.
struct Transition: Sendable, Equatable {
    var orders: [HostMessage] = []
    var entries: [JournalEntry] = []
    var answers: [HostMessage] = []
    /// The entries may be committed a little later, with others.
    var canWait = false
    /// The worker process has nothing more to do for the instance: it forgets its passage.
    var isOver = false
    /// From now on the passage asks before it begins a step, or does not.
    var isHeld: Bool?
    /// The state that the world sees is another.
    var hasChanged = false
}
