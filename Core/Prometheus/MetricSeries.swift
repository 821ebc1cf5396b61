/// The values of one metric with one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    func write(_ name: String, _ labels: String, to writer: inout MetricsWriter)
}
