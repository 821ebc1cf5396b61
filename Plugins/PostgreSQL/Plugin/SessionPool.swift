import PluginKit
import Synchronization

/// The connections to the database: made when they are needed, up to a number, and used again.
final class SessionPool: Sendable {
    fileprivate struct State {
        var idle: [Session] = []
        var count = 0
        var waiting: [CheckedContinuation<Session, Never>] = []
    }

    fileprivate enum Choice {
        case use(Session)
        case make
        case wait
    }

    private let state = Mutex(State())
    private let limit: Int
    private let notices: NoticeSink
    private let parameters: @Sendable () throws(PluginFailure) -> ConnectionParameters

    init(
        limit: Int, log: @escaping @Sendable (String) -> Void,
        parameters: @escaping @Sendable () throws(PluginFailure) -> ConnectionParameters
    ) {
        self.limit = limit
        notices = NoticeSink(log)
        self.parameters = parameters
    }

    /// Returns when a connection is free; it is to be given back with ``give(_:)``.
    func take() async throws(PluginFailure) -> Session {
        let parameters = try parameters()
        switch state.withLock({ $0.choose(limit: limit) }) {
        case .use(let session): return session
        case .make: return Session(parameters, notices: notices)
        case .wait: break
        }
        let session = await withCheckedContinuation { (continuation: CheckedContinuation<Session, Never>) in
            // One may have come back meanwhile.
            if let session = state.withLock({ $0.takeIdle(or: continuation) }) {
                continuation.resume(returning: session)
            }
        }
        guard !Task.isCancelled else {
            give(session)
            throw PluginFailure(code: "plugin.cancelled", message: "The call was cancelled.")
        }
        return session
    }

    func give(_ session: Session) {
        let next = state.withLock { state in
            if state.waiting.isEmpty { state.idle.append(session) }
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        next?.resume(returning: session)
    }

    /// Closes the connections that nobody uses. What the server still writes while it stops makes new ones.
    func closeIdle() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            state.count -= state.idle.count
            return state.idle
        }
        for session in idle { session.close() }
    }
}

extension SessionPool.State {
    /// The connection that was used last is the first to be used again: its statements are prepared.
    fileprivate mutating func choose(limit: Int) -> SessionPool.Choice {
        if let session = idle.popLast() { return .use(session) }
        guard count < limit else { return .wait }
        count += 1
        return .make
    }

    /// - Returns: `nil` when there is none: the continuation waits for it now.
    fileprivate mutating func takeIdle(or continuation: CheckedContinuation<Session, Never>) -> Session? {
        if let session = idle.popLast() { return session }
        waiting.append(continuation)
        return nil
    }
}
