import PluginMessages
import Storage
import Synchronization

/// What happened in the last deploys, for all who follow them: from the first event on, or from where they were when they
/// lost the connection.
final class DeployJournal: Sendable {
    private struct Entry {
        let workflow: WorkflowID
        var events: [DeployEvent] = []
        var last: DeployProgress?
        var isOver = false
        var listeners: [Int: AsyncStream<DeployEvent>.Continuation] = [:]
    }

    private struct State {
        var entries: [DeploymentID: Entry] = [:]
        /// Those that are over, in the order in which they ended.
        var over: [DeploymentID] = []
        var lastListener = 0
    }

    /// Events of a deploy that are kept and sent; of more only the last counts. Providers send as many as they like.
    static let mostEvents = 1_000

    /// Deploys that are over and still told of.
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 256) { self.capacity = capacity }

    func open(_ id: DeploymentID, of workflow: WorkflowID) {
        state.withLock { $0.entries[id] = Entry(workflow: workflow) }
    }

    func note(_ progress: DeployProgress, in id: DeploymentID) { add(to: id) { _ in .progress(progress) } }

    func close(_ id: DeploymentID, _ result: Result<Deployment, any Error>) {
        add(to: id) { .ended(result, last: $0) }
    }

    /// - Returns: `nil` for a deploy that is unknown, or is another workflow's.
    func events(of id: DeploymentID, _ workflow: WorkflowID, after number: Int) -> AsyncStream<DeployEvent>? {
        let (stream, sink) = AsyncStream.makeStream(of: DeployEvent.self)
        let listener: Int? = state.withLock { state in
            guard var entry = state.entries[id], entry.workflow == workflow else { return nil }
            for event in entry.events where event.number > number { sink.yield(event) }
            if entry.isOver {
                sink.finish()
            } else {
                state.lastListener += 1
                entry.listeners[state.lastListener] = sink
                state.entries[id] = entry
            }
            return state.lastListener
        }
        guard let listener else { return nil }
        sink.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.entries[id]?.listeners.removeValue(forKey: listener) }
        }
        return stream
    }

    private func add(to id: DeploymentID, _ content: (DeployProgress?) -> DeployEvent.Content) {
        let listeners: [AsyncStream<DeployEvent>.Continuation] = state.withLock { state in
            guard var entry = state.entries[id], !entry.isOver else { return [] }
            let event = DeployEvent(number: entry.events.count + 1, content: content(entry.last))
            if case .progress(let progress) = event.content, entry.events.count >= Self.mostEvents {
                entry.last = progress
                state.entries[id] = entry
                return []
            }
            entry.events.append(event)
            let listeners = Array(entry.listeners.values)
            // Within the lock, so that all hear all in order; who listens does nothing here.
            for listener in listeners { listener.yield(event) }
            if case .progress(let progress) = event.content {
                entry.last = progress
                state.entries[id] = entry
                return []
            }
            entry.isOver = true
            entry.listeners = [:]
            state.entries[id] = entry
            state.over.append(id)
            if state.over.count > capacity { state.entries[state.over.removeFirst()] = nil }
            return listeners
        }
        for listener in listeners { listener.finish() }
    }
}
