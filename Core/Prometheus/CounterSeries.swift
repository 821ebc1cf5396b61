import CoreMetrics
import Synchronization

final class CounterSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter) {
        writer.line(name, labels, Double(value.load(ordering: .relaxed)))
    }
}
