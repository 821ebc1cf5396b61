import Synchronization

/// Lets one piece of work at a time have each key, in the order in which they asked for it.
///
/// Work takes its place in the queue with ``join(_:)`` at once, waits for its turn with ``begin(_:)`` and gives the key to
/// the next with ``end(_:)``. It may be cancelled meanwhile: its turn comes nevertheless, and must be ended.
public final class SerialQueue<Key: Hashable & Sendable>: Sendable {
    /// A place in the queue of a key.
    public struct Ticket: Sendable {
        public let key: Key
        fileprivate let number: Int
    }

    private struct State {
        /// The tickets of each key, that of the work under way first.
        var tickets: [Key: [Int]] = [:]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var drains: [CheckedContinuation<Void, Never>] = []
        var count = 0

        mutating func join(_ key: Key) -> Ticket {
            count += 1
            tickets[key, default: []].append(count)
            return Ticket(key: key, number: count)
        }

        func isNext(_ ticket: Ticket) -> Bool { tickets[ticket.key]?.first == ticket.number }
    }

    private let state = Mutex(State())

    public init() {}

    /// Takes a place behind all that have asked for the key.
    public func join(_ key: Key) -> Ticket { state.withLock { $0.join(key) } }

    /// Takes the turn of a key that nothing has and nothing waits for; `nil` otherwise.
    public func take(_ key: Key) -> Ticket? {
        state.withLock { state in state.tickets[key] == nil ? state.join(key) : nil }
    }

    /// Returns when everything before it has ended.
    public nonisolated(nonsending) func begin(_ ticket: Ticket) async {
        guard !state.withLock({ $0.isNext(ticket) }) else { return }
        await withCheckedContinuation { continuation in
            let isNext = state.withLock { state in
                let isNext = state.isNext(ticket)
                if !isNext { state.waiting[ticket.number] = continuation }
                return isNext
            }
            if isNext { continuation.resume() }
        }
    }

    /// Takes a place and returns when its turn has come.
    public nonisolated(nonsending) func wait(_ key: Key) async -> Ticket {
        let ticket = join(key)
        await begin(ticket)
        return ticket
    }

    /// Gives the key to the next. To be called once for each turn, after ``begin(_:)``.
    public func end(_ ticket: Ticket) {
        let resumed = state.withLock { state in
            state.tickets[ticket.key]?.removeAll { $0 == ticket.number }
            if let next = state.tickets[ticket.key]?.first {
                return state.waiting.removeValue(forKey: next).map { [$0] } ?? []
            }
            state.tickets[ticket.key] = nil
            guard state.tickets.isEmpty else { return [] }
            defer { state.drains = [] }
            return state.drains
        }
        for continuation in resumed { continuation.resume() }
    }

    /// Returns when no key is taken.
    public nonisolated(nonsending) func drain() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.tickets.isEmpty { state.drains.append(continuation) }
                return state.tickets.isEmpty
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
        let ticket = join(key)
        return Task {
            await begin(ticket)
            defer { end(ticket) }
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
    }
}
