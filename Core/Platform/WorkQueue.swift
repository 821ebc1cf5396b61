import Storage

/// Work that is done one piece at a time for each key: the workflow that is deployed, the node that is installed. Work
/// that has begun ends, whether or not anybody still waits for it.
actor WorkQueue<Key: Hashable & Sendable> {
    private struct Last {
        let number: Int
        let task: Task<Void, Never>
    }

    private var last: [Key: Last] = [:]
    private var count = 0

    /// Runs `work` after everything that came before it for the same key.
    func run<Result: Sendable>(
        for key: Key, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await begin(for: key, work).value
    }

    /// Lets `work` come after everything that came before it for the same key, and does not wait for it.
    @discardableResult
    func begin<Result: Sendable>(
        for key: Key, _ work: @escaping @Sendable () async throws -> Result
    ) -> Task<Result, any Error> {
        let previous = last[key]?.task
        count += 1
        let number = count
        // Not a child of the caller's task: a client that leaves must not leave half a change behind.
        let task = Task {
            await previous?.value
            return try await work()
        }
        last[key] = Last(
            number: number,
            task: Task {
                _ = await task.result
                forget(number, of: key)
            })
        return task
    }

    private func forget(_ number: Int, of key: Key) {
        if last[key]?.number == number { last[key] = nil }
    }

    /// Returns when there is no work left.
    func drain() async {
        while let next = last.first {
            await next.value.task.value
            if last[next.key]?.number == next.value.number { last[next.key] = nil }
        }
    }
}
