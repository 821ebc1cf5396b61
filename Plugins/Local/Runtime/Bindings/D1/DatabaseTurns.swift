import Synchronization

/// How many queries of a deployment are at work at a time: each takes a thread of this process, and its time of the machine.
/// Others wait for their turn, in their order.
final class DatabaseTurns: Sendable {
    private struct State {
        /// At work, by deployment.
        var active: [String: Int] = [:]
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    /// As many as an invocation has connections at a time ("Workers: Limits, simultaneous open connections" of Cloudflare's
    /// documentation).
    static let most = 6

    private let state = Mutex(State())

    /// Does something when its turn has come.
    /// - Parameter owner: A deployment or, of what it is not that asks, a connection.
    /// - Throws: `CancellationError` when nobody wants it any more.
    nonisolated(nonsending) func turn<Value>(
        of owner: String, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        await begin(owner)
        defer { end(owner) }
        try Task.checkCancellation()
        return try await body()
    }

    /// How many of an owner wait for their turn.
    func waiting(of owner: String) -> Int { state.withLock { $0.waiting[owner]?.count ?? 0 } }

    private nonisolated(nonsending) func begin(_ owner: String) async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                let isFree = state.active[owner, default: 0] < Self.most
                if isFree {
                    state.active[owner, default: 0] += 1
                } else {
                    state.waiting[owner, default: []].append(continuation)
                }
                return isFree
            }
            if isFree { continuation.resume() }
        }
    }

    /// Passes the turn on.
    private func end(_ owner: String) {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            if var waiting = state.waiting[owner] {
                let next = waiting.removeFirst()
                state.waiting[owner] = waiting.isEmpty ? nil : waiting
                return next
            }
            let left = state.active[owner, default: 1] - 1
            state.active[owner] = left > 0 ? left : nil
            return nil
        }
        next?.resume()
    }
}
