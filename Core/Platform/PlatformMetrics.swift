import Metrics
import PluginMessages

/// What is counted of deploys and runs.
struct PlatformMetrics: Sendable {
    private let factory: any MetricsFactory

    init(_ factory: any MetricsFactory) { self.factory = factory }

    /// Counts a deploy and how long it took.
    func deploy<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        func ended(_ result: String) {
            let labels = [("result", result)]
            Counter(label: "millrace_deploys_total", dimensions: labels, factory: factory).increment()
            Timer(label: "millrace_deploy_duration_seconds", dimensions: labels, factory: factory)
                .record(duration: .now - start)
        }
        do {
            let result = try await body()
            ended("success")
            return result
        } catch {
            ended("failure")
            throw error
        }
    }

    /// Counts a try of a delivery to a webhook.
    /// - Parameter status: Of the delivery after it: `pending` is tried again.
    func webhookDelivery(_ status: WebhookDelivery.Status) {
        let outcome = status == .pending ? "retried" : status.rawValue
        Counter(label: "millrace_webhook_deliveries_total", dimensions: [("outcome", outcome)], factory: factory)
            .increment()
    }

    /// Counts a run that has come to a status.
    func run(_ status: RunStatus) {
        Counter(label: "millrace_runs_total", dimensions: [("status", status.rawValue)], factory: factory).increment()
    }
}
