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

    let inner: any PluginConnection
    private let metrics: PluginMetrics
    private let counted = Mutex(Count())

    init(_ inner: any PluginConnection, _ metrics: PluginMetrics) {
        self.inner = inner
        self.metrics = metrics
    }

    var count: Count { counted.withLock { $0 } }

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
        counted.withLock { $0.calls += 1 }
        let start = ContinuousClock.now
        do {
            let answer = try await call()
            metrics.ended(.now - start, failed: false)
            return answer
        } catch {
            metrics.ended(.now - start, failed: true)
            counted.withLock { count in
                count.failures += 1
                count.last = (error, Date())
            }
            throw error
        }
    }
}
