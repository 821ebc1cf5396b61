import CoreMetrics
import Synchronization

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
