import CoreMetrics
import Synchronization

final class FloatingPointCounterSeries: MetricSeries, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        writer.line(name, labels, value.withLock { $0 })
    }
}
