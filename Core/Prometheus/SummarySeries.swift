import CoreMetrics
import Synchronization

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
