import Synchronization

/// What is counted since the start, from any thread.
final class RuntimeCounters: Sendable {
    struct Values: Sendable {
        var commits = 0
        /// That commits took, most of it waiting for the disk.
        var commitSeconds = 0.0
        var failedCommits = 0
        /// That programs waited because they printed too much.
        var printDelaySeconds = 0.0
        /// Lines that are not in the server's log.
        var omittedLines = 0
        /// By the service that connected.
        var connectionsOpened: [String: Int] = [:]
        var connectionsRefused: [String: Int] = [:]
        /// Requests to services, by service and status; the name is empty for those that no service has received.
        var requests: [Request: Int] = [:]
        var requestSeconds: [String: Double] = [:]
        /// Requests that a limit refused, by the limit.
        var limited: [String: Int] = [:]
        /// Unexpected messages, for which processes were ended, by service.
        var refusedMessages: [String: Int] = [:]
    }

    struct Request: Hashable, Sendable {
        let service: String
        /// `2xx`
        let status: String
    }

    private let state = Mutex(Values())

    var values: Values { state.withLock { $0 } }

    func commit(took duration: Duration) {
        state.withLock { values in
            values.commits += 1
            values.commitSeconds += duration / .seconds(1)
        }
    }

    func commitFailed() { state.withLock { $0.failedCommits += 1 } }

    func delayedPrints(by duration: Duration) { state.withLock { $0.printDelaySeconds += duration / .seconds(1) } }

    func omittedLine() { state.withLock { $0.omittedLines += 1 } }

    func opened(by service: String) { state.withLock { $0.connectionsOpened[service, default: 0] += 1 } }

    func refused(by service: String) { state.withLock { $0.connectionsRefused[service, default: 0] += 1 } }

    func answered(by service: String, _ status: Int, after time: Duration) {
        state.withLock { values in
            values.requests[Request(service: service, status: "\(status / 100)xx"), default: 0] += 1
            values.requestSeconds[service, default: 0] += time / .seconds(1)
        }
    }

    func refusedMessage(of service: String) { state.withLock { $0.refusedMessages[service, default: 0] += 1 } }

    func limited(by limit: RuntimeLimit, times: Int = 1) {
        state.withLock { $0.limited[limit.metric, default: 0] += times }
    }
}
