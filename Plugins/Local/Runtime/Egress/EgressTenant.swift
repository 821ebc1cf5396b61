import NIOCore
import Synchronization

/// A deployment as the proxy knows it: what it has open, and what was refused.
final class EgressTenant: Sendable {
    /// What a deployment has sent through the proxy since the server started.
    struct Usage: Sendable, Equatable {
        var open = 0
        var opened = 0
        var refused = 0
    }

    private struct State {
        var usage = Usage()
        var failures: [EgressTarget: EgressFailure] = [:]
        var refusals = RefusedConnectionLog()
    }

    /// Of which it is remembered why they failed.
    private static let mostTargets = 100

    let service: String
    /// For which nothing may be sent over a connection.
    let idleTime: TimeAmount
    private let limit: Int
    private let counters: RuntimeCounters
    private let log: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - limit: Connections that it may have open.
    ///   - idleTime: For which nothing may be sent over one.
    ///   - counters: Of all deployments together, by service.
    ///   - log: Called with lines about refusals.
    init(
        service: String, limit: Int, idleTime: TimeAmount = .hours(1), counters: RuntimeCounters = RuntimeCounters(),
        log: @escaping @Sendable (String) -> Void
    ) {
        self.service = service
        self.limit = limit
        self.idleTime = idleTime
        self.counters = counters
        self.log = log
    }

    var usage: Usage { state.withLock { $0.usage } }

    /// Counts a connection, which is to be ended by ``close()``.
    func open() throws(EgressFailure) {
        let isAllowed = state.withLock { state in
            guard state.usage.open < limit else { return false }
            state.usage.open += 1
            state.usage.opened += 1
            return true
        }
        guard isAllowed else { throw .limit(limit) }
        counters.opened(by: service)
    }

    func close() { state.withLock { $0.usage.open -= 1 } }

    /// Remembers a failure, for the program that sees only that its tunnel failed.
    func note(_ failure: EgressFailure, of target: EgressTarget) {
        state.withLock { state in
            if state.failures.count >= Self.mostTargets { state.failures = [:] }
            state.failures[target] = failure
            if [.blocked, .limit].contains(failure.kind) { state.usage.refused += 1 }
        }
        if [.blocked, .limit].contains(failure.kind) { counters.refused(by: service) }
        switch failure.kind {
        case .blocked: log("refused", "the address is of this machine or a private network", target)
        case .limit: log("refused", "the deployment has \(limit) connections open", target)
        case .unresolved, .unreachable, .invalid, .unauthenticated: break
        }
    }

    /// A connection was closed because nothing was sent over it.
    func ended(_ target: EgressTarget) {
        counters.limited(by: .egressIdle)
        log("closed", "nothing was sent for \(idleTime.nanoseconds / 1_000_000_000) seconds", target)
    }

    private func log(_ outcome: String, _ reason: String, _ target: EgressTarget) {
        let time = ContinuousClock.now - start
        for line in state.withLock({ $0.refusals.lines(for: reason, target, outcome: outcome, at: time) }) { log(line) }
    }

    func failure(of target: EgressTarget) -> EgressFailure? { state.withLock { $0.failures[target] } }
}
