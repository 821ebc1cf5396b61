import Metrics
import Synchronization

/// Another storage, whose operations are counted and timed.
package struct MeasuredStorage: StorageDriver {
    private struct Operation: Sendable {
        let duration: Timer
        let errors: Counter

        init(_ name: String, _ factory: any MetricsFactory) {
            let labels = [("operation", name)]
            duration = Timer(label: "millrace_storage_duration_seconds", dimensions: labels, factory: factory)
            errors = Counter(label: "millrace_storage_errors_total", dimensions: labels, factory: factory)
        }

        func measure<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
            let start = ContinuousClock.now
            defer { duration.record(duration: .now - start) }
            do { return try await body() } catch let error as StorageError {
                // What a use case refuses is no fault of the storage.
                errors.increment()
                throw error
            }
        }
    }

    /// What is counted by another, as a counter.
    private final class Followed: Sendable {
        private let counter: Counter
        private let last = Mutex<UInt64>(0)

        init(_ name: String, _ factory: any MetricsFactory) { counter = Counter(label: name, factory: factory) }

        func follow(_ count: UInt64) {
            let more = last.withLock { last in
                defer { last = max(last, count) }
                return count > last ? count - last : 0
            }
            counter.increment(by: Int64(more))
        }
    }

    private let inner: any StorageDriver
    private let reads: Operation
    private let writes: Operation
    /// Times that the disk was waited for.
    private let committed: Followed

    package init(_ inner: any StorageDriver, _ factory: any MetricsFactory) {
        self.inner = inner
        reads = Operation("read", factory)
        writes = Operation("write", factory)
        committed = Followed("millrace_storage_commits_total", factory)
    }

    package var plugin: String? { inner.plugin }

    package var revision: UInt64? { inner.revision }

    package var isShared: Bool { inner.isShared }

    package var commits: UInt64? { inner.commits }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        guard let first = FirstRead.current, first.claim() else {
            return try await reads.measure { try await inner.read(body) }
        }
        return try await reads.measure { try await inner.read(first.with(body)) }
    }

    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        let result =
            if let first = FirstTransaction.current, first.claim() {
                try await first.settle { try await write(first.around(body)) }
            } else {
                try await write(body)
            }
        if let commits = inner.commits { committed.follow(commits) }
        return result
    }

    private func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await writes.measure { try await inner.transaction(body) } }

    package func close() throws { try inner.close() }
}
