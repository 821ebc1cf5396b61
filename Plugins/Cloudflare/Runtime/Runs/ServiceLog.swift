import JSON
import PluginMessages

/// What a Worker printed outside of runs, and the requests that it answered, as far as Workers Logs keeps them.
struct ServiceLog: Sendable {
    /// "Workers Logs", Limits: days that lines are kept.
    private static let days: [ConnectionSettings.Plan: Int] = [.free: 3, .paid: 7]

    let api: CloudflareAPI
    let reference: WorkerReference
    let plan: ConnectionSettings.Plan
    /// Milliseconds since 1970.
    let now: Int

    /// The newest lines, oldest first.
    /// - Throws: `cloudflare.logs.off`
    func lines() async throws(PluginFailure) -> [RunLogLine] {
        guard reference.keepsLogs != false else {
            throw PluginFailure(
                code: "cloudflare.logs.off",
                message:
                    "Cloudflare keeps no logs of \(reference.service): observability is false in its deploy "
                    + "configuration. Set it to true and deploy again.", fault: .conflict)
        }
        let query = TelemetryQuery(
            service: reference.service, from: now - (Self.days[plan] ?? 3) * 86_400_000, to: now,
            omitsRuns: reference.isWorkflow)
        let events: [JSONValue]
        do { events = try await api.events(query) } catch { throw error.failure }
        let lines = events.enumerated().compactMap { index, event in RunLogLine(event: event).map { (index, $0) } }
        // The reference names no order; of one time, what is listed last was printed first where the newest are first.
        let isNewestFirst = (lines.first?.1.loggedAt ?? 0) > (lines.last?.1.loggedAt ?? 0)
        return lines.sorted {
            ($0.1.loggedAt, isNewestFirst ? -$0.0 : $0.0) < ($1.1.loggedAt, isNewestFirst ? -$1.0 : $1.0)
        }.map(\.1)
    }
}

extension RunLogLine {
    /// Of a line; longer ones are cut.
    private static let mostCharacters = 8_192

    /// - Parameter event: `EventsEvent` of the vendor's client: a printed line, an error or an invocation.
    init?(event: JSONValue) {
        let metadata = event["$metadata"]
        guard let loggedAt = event["timestamp"]?.int else { return nil }
        let source = event["source"]
        let texts = [metadata?["message"], source?["message"], source, metadata?["error"], metadata?["trigger"]]
        guard var text = texts.lazy.compactMap({ Self.text(of: $0) }).first else { return nil }
        if metadata?["type"] == "cf-worker-event", let status = metadata?["statusCode"]?.int { text += ": \(status)" }
        if text.count > Self.mostCharacters { text = "\(text.prefix(Self.mostCharacters))…" }
        self.init(
            loggedAt: loggedAt,
            level: Level(cloudflare: metadata?["level"]?.string, isError: metadata?["error"]?.string != nil),
            text: text)
    }

    private static func text(of value: JSONValue?) -> String? {
        guard let value, !value.isNull else { return nil }
        let text = value.string ?? value.text
        return text.isEmpty || text == "{}" ? nil : text
    }
}

extension RunLogLine.Level {
    fileprivate init(cloudflare level: String?, isError: Bool) {
        switch level {
        case "debug", "trace": self = .debug
        case "warn", "warning": self = .warning
        case "error", "fatal": self = .error
        default: self = isError ? .error : .info
        }
    }
}
