import PluginMessages

/// What goes into one transaction of the journal, and what happens after it.
struct CommitBatch: Sendable {
    struct Answer: Sendable {
        let worker: Int
        let message: HostMessage
    }

    struct StoredAnswer: Sendable {
        let worker: Int
        let answer: Transition.StoredAnswer
    }

    struct Change: Sendable {
        let state: RunState
        let deploymentId: String
    }

    var entries: [JournalEntry] = []
    /// By process.
    var answers: [String: [Answer]] = [:]
    /// Of values that are read from the journal for them, by process.
    var stored: [String: [StoredAnswer]] = [:]
    var changes: [Change] = []
    var waiting: [CheckedContinuation<Void, any Error>] = []

    var isEmpty: Bool {
        entries.isEmpty && answers.isEmpty && stored.isEmpty && changes.isEmpty && waiting.isEmpty
    }
}
