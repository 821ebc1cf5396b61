import Synchronization

/// Lets one piece of work at a time have each key, in the order in which they asked for it.
///
/// Work takes its place in the queue with ``join(_:)`` at once, waits for its turn with ``begin(_:)`` and gives the key to
/// the next with ``end(_:)``. It may be cancelled meanwhile: its turn comes nevertheless, and must be ended.
public final class SerialQueue<Key: Hashable & Sendable>: Sendable {
    /// A place in the queue of a key.
    public struct Turn: Sendable {
        public let key: Key
        fileprivate let number: Int
    }

    private struct State {
        /// The turns of each key, that of the work under way first.
        var turns: [Key: [Int]] = [:]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var drains: [CheckedContinuation<Void, Never>] = []
        var count = 0

        mutating func join(_ key: Key) -> Turn {
            count += 1
            turns[key, default: []].append(count)
            return Turn(key: key, number: count)
        }

        func isNext(_ turn: Turn) -> Bool { turns[turn.key]?.first == turn.number }
    }

    private let state = Mutex(State())

    public init() {}

    /// Takes a place behind all that have asked for the key.
    public func join(_ key: Key) -> Turn { state.withLock { $0.join(key) } }

    /// Takes the turn of a key that nothing has and nothing waits for; `nil` otherwise.
    public func take(_ key: Key) -> Turn? {
        state.withLock { state in state.turns[key] == nil ? state.join(key) : nil }
    }

    /// Returns when everything before it has ended.
    public nonisolated(nonsending) func begin(_ turn: Turn) async {
        guard !state.withLock({ $0.isNext(turn) }) else { return }
        await withCheckedContinuation { continuation in
            let isNext = state.withLock { state in
                let isNext = state.isNext(turn)
                if !isNext { state.waiting[turn.number] = continuation }
                return isNext
            }
            if isNext { continuation.resume() }
        }
    }

    /// Takes a place and returns when its turn has come.
    public nonisolated(nonsending) func wait(_ key: Key) async -> Turn {
        let turn = join(key)
        await begin(turn)
        return turn
    }

    /// Gives the key to the next. To be called once for each turn, after ``begin(_:)``.
    public func end(_ turn: Turn) {
        let resumed = state.withLock { state in
            state.turns[turn.key]?.removeAll { $0 == turn.number }
            if let next = state.turns[turn.key]?.first {
                return state.waiting.removeValue(forKey: next).map { [$0] } ?? []
            }
            state.turns[turn.key] = nil
            guard state.turns.isEmpty else { return [] }
            defer { state.drains = [] }
            return state.drains
        }
        for continuation in resumed { continuation.resume() }
    }

    /// Returns when no key is taken.
    public nonisolated(nonsending) func drain() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.turns.isEmpty { state.drains.append(continuation) }
                return state.turns.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }
}

extension SerialQueue {
    /// Does work when its turn comes, and ends it whether or not anybody still waits for it: a client that leaves must not
    /// leave half a change behind.
    public func run<Value: Sendable, Failure: Error>(
        for key: Key, _ work: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await start(for: key, work).value.get()
    }

    /// Takes a place for work, and returns at once.
    @discardableResult
    public func start<Value: Sendable, Failure: Error>(
        for key: Key, _ work: @escaping @Sendable () async throws(Failure) -> Value
    ) -> Task<Result<Value, Failure>, Never> {
        let turn = join(key)
        return Task {
            await begin(turn)
            defer { end(turn) }
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
    }
}
