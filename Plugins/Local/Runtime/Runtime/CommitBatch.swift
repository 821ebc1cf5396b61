import PluginMessages

/// What goes into one transaction of the journal, and what happens after it.
struct CommitBatch: Sendable {
    struct Answer: Sendable {
        let worker: Int
        let message: HostMessage
    }

    struct Change: Sendable {
        let state: RunState
        let deploymentId: String
    }

    var entries: [JournalEntry] = []
    /// By process.
    var answers: [String: [Answer]] = [:]
    var changes: [Change] = []
    var waiting: [CheckedContinuation<Void, any Error>] = []

    var isEmpty: Bool { entries.isEmpty && answers.isEmpty && changes.isEmpty && waiting.isEmpty }
}
