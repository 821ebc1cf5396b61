import CoreMetrics
import Synchronization

/// Where swift-metrics' counters, meters, recorders and timers are kept, and written as Prometheus reads them.
///
/// Labels of metrics are their Prometheus names. A timer becomes a histogram of seconds; a recorder that aggregates becomes
/// a summary without quantiles, and one that does not a gauge.
package final class PrometheusRegistry: MetricsFactory {
    /// The upper ends of a timer's buckets, in seconds: from a read of the database to a deploy.
    static let buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

    private struct Family {
        let kind: SampleKind
        /// By labels as they are written.
        var series: [String: any MetricSeries] = [:]
    }

    private let families = Mutex<[String: Family]>([:])
    private let help: [String: String]

    /// - Parameter help: What metrics tell, by name.
    package init(help: [String: String] = [:]) { self.help = help }

    /// Everything in the text format, version 0.0.4.
    /// - Parameter samples: What is only known when it is asked for.
    package func text(with samples: [MetricSample] = []) -> String {
        var writer = MetricsWriter(help: help)
        let families = families.withLock { $0 }
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            writer.begin(name, family.kind)
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels, to: &writer)
            }
        }
        var names = Set(families.keys)
        for sample in samples where names.insert(sample.name).inserted {
            writer.begin(sample.name, sample.kind, help: sample.help)
            for (labels, value) in sample.values { writer.line(sample.name, MetricsWriter.labels(labels), value) }
        }
        return writer.text
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { CounterSeries() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { FloatingPointCounterSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { GaugeSeries() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return series(label, dimensions, .summary) { SummarySeries() } }
        return series(label, dimensions, .gauge) { GaugeSeries() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram) { HistogramSeries() }
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    /// The series of a name and labels, which many may share. One whose name is of another kind is counted nowhere.
    private func series<Series: MetricSeries>(
        _ label: String, _ dimensions: [(String, String)], _ kind: SampleKind, _ make: () -> Series
    ) -> Series {
        let name = MetricsWriter.name(label)
        let labels = MetricsWriter.labels(dimensions)
        return families.withLock { families in
            if let known = families[name]?.series[labels] as? Series { return known }
            let series = make()
            if families[name, default: Family(kind: kind)].kind == kind {
                families[name, default: Family(kind: kind)].series[labels] = series
            }
            return series
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            for (name, family) in families {
                for (labels, series) in family.series where series === handler {
                    families[name]?.series[labels] = nil
                }
            }
        }
    }
}
