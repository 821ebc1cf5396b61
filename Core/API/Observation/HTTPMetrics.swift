import Metrics
import Hummingbird
import Synchronization

/// What is counted of requests: by route pattern, never by path, so that no client makes metrics of its own.
final class HTTPMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct Handles {
        let count: Counter
        let duration: Timer
    }

    private let factory: any MetricsFactory
    private let inFlight: Meter
    private let handles = Mutex<[Key: Handles]>([:])

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    init(_ factory: any MetricsFactory) {
        self.factory = factory
        inFlight = Meter(label: "millrace_http_requests_in_flight", factory: factory)
    }

    func began() { inFlight.increment(by: 1) }

    /// - Parameter route: `nil` for a path that is none.
    func ended(route: String?, method: String, status: Int, duration: Duration) {
        inFlight.decrement(by: 1)
        let key = Key(
            route: route ?? "none", method: Self.methods.contains(method) ? method : "OTHER", status: status)
        let handles = handles.withLock { handles in
            if let known = handles[key] { return known }
            let labels = [("route", key.route), ("method", key.method)]
            let made = Handles(
                count: Counter(
                    label: "millrace_http_requests_total", dimensions: labels + [("status", "\(status)")],
                    factory: factory),
                duration: Timer(
                    label: "millrace_http_request_duration_seconds", dimensions: labels, factory: factory))
            handles[key] = made
            return made
        }
        handles.count.increment()
        handles.duration.record(duration: duration)
    }
}
