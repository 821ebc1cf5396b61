import JSON
import Synchronization

/// Notices changes of a run by the server's stream of events, while there is one.
final class RunChanges: Sendable {
    private let api: RESTClient
    private let path: String
    private let state = Mutex(State())
    /// When it is time to look, at the beginning as well.
    let signals: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    private struct State {
        var isConnected = false
        var isNew = true
    }

    /// As servers ask clients to wait, between streams.
    private static let pause = Duration.seconds(2)
    /// After a server that has no stream.
    private static let longPause = Duration.seconds(10)

    /// - Parameter path: The run's path, below its workflow.
    init(api: RESTClient, path: String) {
        (self.api, self.path) = (api, path)
        // One look shows all that has changed before it.
        (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
    }

    /// Whether the stream is read; otherwise nobody tells of changes.
    var isConnected: Bool { state.withLock { $0.isConnected } }

    /// Whether something has changed since this was last asked.
    func takeUpdate() -> Bool {
        state.withLock { state in
            defer { state.isNew = false }
            return state.isNew
        }
    }

    func signal(after time: Duration) async {
        try? await Task.sleep(for: time)
        continuation.yield()
    }

    /// Reads the stream, and connects again after its end, until the task is cancelled: streams end after some minutes. A
    /// server that has none, or has too many readers, is asked again later.
    func listen() async {
        while !Task.isCancelled {
            do {
                let response = try await api.open(.GET, "\(path)/stream")
                state.withLock { $0.isConnected = true }
                try await EventStream(response: response).read { _ in notice() }
            } catch {}
            let wasConnected = state.withLock { state in
                defer { state.isConnected = false }
                return state.isConnected
            }
            if wasConnected { notice() }
            try? await Task.sleep(for: wasConnected ? Self.pause : Self.longPause)
        }
    }

    private func notice() {
        state.withLock { $0.isNew = true }
        continuation.yield()
    }
}
