import Synchronization

/// What plugins tell that no call asked for, on its way to one reader at a time.
final class PluginEvents: Sendable {
    private struct State {
        /// Of the last reader, or of the first one, who has not come yet.
        var current: AsyncStream<PluginEvent>.Continuation
        /// What was told before anybody read.
        var unread: AsyncStream<PluginEvent>?
        var hasEnded = false
    }

    private let state: Mutex<State>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: PluginEvent.self)
        state = Mutex(State(current: continuation, unread: stream))
    }

    func yield(_ event: PluginEvent) { state.withLock { $0.current }.yield(event) }

    /// - Returns: What is told from now on; the first reader has what was told before, too. The reader before gets nothing more.
    func read() -> AsyncStream<PluginEvent> {
        let (stream, former) = state.withLock { state in
            if let unread = state.unread {
                state.unread = nil
                return (unread, AsyncStream<PluginEvent>.Continuation?.none)
            }
            let former = state.current
            let (stream, continuation) = AsyncStream.makeStream(of: PluginEvent.self)
            if state.hasEnded { continuation.finish() }
            state.current = continuation
            return (stream, former)
        }
        former?.finish()
        return stream
    }

    func finish() {
        state.withLock { state in
            state.hasEnded = true
            return state.current
        }.finish()
    }
}
