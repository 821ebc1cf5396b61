import CoreMetrics
import Synchronization

/// The values of one metric with one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter)
}

final class CounterSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        writer.line(name, labels, Double(value.load(ordering: .relaxed)))
    }
}

final class FloatingPointCounterSeries: MetricSeries, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        writer.line(name, labels, value.withLock { $0 })
    }
}

final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        writer.line(name, labels, value.withLock { $0 })
    }
}

final class SummarySeries: MetricSeries, RecorderHandler {
    private let values = Mutex((count: 0, sum: 0.0))

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        values.withLock { values in
            values.count += 1
            values.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        let (count, sum) = values.withLock { $0 }
        writer.line("\(name)_sum", labels, sum)
        writer.line("\(name)_count", labels, Double(count))
    }
}

final class HistogramSeries: MetricSeries, TimerHandler {
    private struct Counts {
        /// One more than there are buckets: what is in none.
        var buckets = [Int](repeating: 0, count: PrometheusRegistry.buckets.count + 1)
        var nanoseconds: Int64 = 0
    }

    private let counts = Mutex(Counts())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = PrometheusRegistry.buckets.firstIndex { seconds <= $0 } ?? PrometheusRegistry.buckets.count
        counts.withLock { counts in
            counts.buckets[bucket] += 1
            counts.nanoseconds &+= duration
        }
    }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        let counts = counts.withLock { $0 }
        var total = 0
        for (count, end) in zip(counts.buckets, PrometheusRegistry.buckets.map { "\($0)" } + ["+Inf"]) {
            total += count
            writer.line("\(name)_bucket", labels + (labels.isEmpty ? "" : ",") + "le=\"\(end)\"", Double(total))
        }
        writer.line("\(name)_sum", labels, Double(counts.nanoseconds) / 1e9)
        writer.line("\(name)_count", labels, Double(total))
    }
}
