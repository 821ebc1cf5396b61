import FoundationEssentials
import JSON
import PluginMessages
import Synchronization

/// Counts the calls of a plugin.
final class MeasuredConnection: PluginConnection {
    struct Count: Sendable {
        var calls = 0
        var failures = 0
        var last: (failure: PluginFailure, at: Date)?
    }

    /// What all connections to one plugin have counted.
    private final class Counter: Sendable {
        let count = Mutex(Count())
    }

    let inner: any PluginConnection
    private let metrics: PluginMetrics
    private let counter: Counter

    init(_ inner: any PluginConnection, _ metrics: PluginMetrics) {
        self.inner = inner
        self.metrics = metrics
        counter = Counter()
    }

    /// Another connection to the plugin of `other`.
    init(_ inner: any PluginConnection, countingWith other: MeasuredConnection) {
        self.inner = inner
        metrics = other.metrics
        counter = other.counter
    }

    var count: Count { counter.count.withLock { $0 } }

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try await measured { () async throws(PluginFailure) in
            try await inner.call(method, params, deadline: deadline, event: event)
        }
    }

    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        try await measured { () async throws(PluginFailure) in
            try await inner.exchange(method, params, deadline: deadline, event: event)
        }
    }

    private func measured<Answer: Sendable>(
        _ call: () async throws(PluginFailure) -> Answer
    ) async throws(PluginFailure) -> Answer {
        counter.count.withLock { $0.calls += 1 }
        let start = ContinuousClock.now
        do {
            let answer = try await call()
            metrics.ended(.now - start, failed: false)
            return answer
        } catch {
            metrics.ended(.now - start, failed: true)
            counter.count.withLock { count in
                count.failures += 1
                count.last = (error, Date())
            }
            throw error
        }
    }
}
