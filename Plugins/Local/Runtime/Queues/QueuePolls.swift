/// The queues that are polled now, and the batches of theirs that are being delivered.
struct QueuePolls: Sendable {
    /// `true`: to be polled again.
    private var polls: [QueueID: Bool] = [:]
    /// The messages of batches, by batch.
    private var batches: [QueueID: [Int: [Int]]] = [:]

    /// - Returns: `false` if the queue is being polled: two polls could take the same messages. It is polled again then.
    mutating func begin(_ queue: QueueID) -> Bool {
        guard polls[queue] == nil else {
            polls[queue] = true
            return false
        }
        polls[queue] = false
        return true
    }

    /// To be called at the end of a poll.
    /// - Returns: Whether the queue is polled again at once.
    mutating func isPolledAgain(_ queue: QueueID) -> Bool {
        guard polls[queue] == true else {
            polls[queue] = nil
            return false
        }
        polls[queue] = false
        return true
    }

    func batchCount(of queue: QueueID) -> Int { batches[queue]?.count ?? 0 }

    /// The numbers of messages that are being delivered.
    func messages(of queue: QueueID) -> Set<Int> { Set((batches[queue] ?? [:]).values.joined()) }

    mutating func beginBatch(_ number: Int, of queue: QueueID, _ messages: [Int]) {
        batches[queue, default: [:]][number] = messages
    }

    mutating func endBatch(_ number: Int, of queue: QueueID) {
        batches[queue]?[number] = nil
        if batches[queue]?.isEmpty == true { batches[queue] = nil }
    }
}
