import Metrics

/// What is counted of one plugin's calls.
struct PluginMetrics: Sendable {
    private let calls: Counter
    private let errors: Counter
    private let duration: Timer

    init(plugin: String, _ factory: any MetricsFactory) {
        let labels = [("plugin", plugin)]
        calls = Counter(label: "millrace_plugin_calls_total", dimensions: labels, factory: factory)
        errors = Counter(label: "millrace_plugin_call_errors_total", dimensions: labels, factory: factory)
        duration = Timer(label: "millrace_plugin_call_duration_seconds", dimensions: labels, factory: factory)
    }

    func ended(_ time: Duration, failed: Bool) {
        calls.increment()
        if failed { errors.increment() }
        duration.record(duration: time)
    }
}
