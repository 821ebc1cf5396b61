import HTTPTypes
import PluginMessages

extension RuntimeContext {
    /// A request in the log and the metrics. Its query and headers may hold secrets, and stay out.
    func answered(
        _ call: FunctionRequest, _ method: HTTPRequest.Method, of service: String?, from origin: RequestOrigin,
        with status: HTTPResponse.Status, after length: Duration
    ) {
        // Whoever asks chooses the name: only those of services are counted.
        counters.answered(by: service ?? "", status.code, after: length)
        let text =
            "\(method.rawValue) \(call.path.prefix(200)) \(status.code) \(Int(length / .milliseconds(1))) ms"
        observer.log(.info, "[\(call.service.prefix(100))] \(text) \(origin.client)")
        guard let service else { return }
        serviceLogs.add(
            RunLogLine(loggedAt: time.now.number, level: status.kind == .serverError ? .error : .info, text: text),
            of: service)
    }
}
