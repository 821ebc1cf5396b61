import PluginMessages

extension QueueDispatcher {
    /// Sends messages of a queue of dead letters to the queue that they came from.
    /// - Returns: How many.
    /// - Throws: A fault of the request when no queue sends its dead letters there, or several do.
    nonisolated(nonsending) func sendAgain(_ queue: QueueID, _ ids: [String]?) async throws -> Int {
        let sources = try await journal.consumers().filter {
            $0.queue.account == queue.account && $0.settings.deadLetterQueue == queue.name
        }
        guard let source = sources.first, sources.count == 1 else {
            throw PluginFailure(
                .queue,
                message: sources.isEmpty
                    ? "\"\(queue.name)\" is not the dead-letter queue of a deployed queue."
                    : "\"\(queue.name)\" is the dead-letter queue of several queues; send its messages one by one.",
                fault: .invalid)
        }
        let sent = try await journal.move(ids, from: queue, to: source.queue, now: now)
        deliverSoon(source.queue)
        return sent
    }
}
