/// What a machine wants done after an input, in this order: orders at once, entries into the journal, and when
/// they are committed the answers.
struct Transition: Sendable, Equatable {
    var orders: [HostMessage] = []
    var entries: [JournalEntry] = []
    var answers: [HostMessage] = []
    /// Answers whose value or error only the journal has.
    var stored: [StoredAnswer] = []
    /// A step finished, or the instance is over.
    var hasProgress: Bool {
        entries.contains { entry in
            switch entry {
            case .step(_, let step): step.state.isOver
            case .instance(let record): record.status.isTerminal
            default: false
            }
        }
    }

    /// The value or the error of a step, by number, that answers a call.
    struct StoredAnswer: Sendable, Equatable {
        let call: Int
        let instance: Int
        let step: Int
    }

    /// The entries may be committed a little later, with others.
    var canWait = false
    /// The worker process has nothing more to do for the instance: it forgets its replay.
    var isOver = false
    /// From now on the replay asks before it begins a step, or does not.
    var isHeld: Bool?
    /// The limit that ended the instance.
    var exceeded: RuntimeLimit?
    /// The state that the world sees is another.
    var hasChanged = false
}
