import PluginMessages
import Synchronization

/// The memory that calls of bindings take in this process: arguments, bodies and results, from when they come until the
/// program has them or they are written.
final class BindingMemory: Sendable {
    private struct State {
        var all = 0
        var deployments: [String: Int] = [:]
    }

    private enum Refusal { case deployment, server }

    /// Of a deployment, in bytes.
    let limit: Int
    /// Of all deployments. One may take as much as it leaves free, so that something is left for others, however long those
    /// that came first hold on to what they have (the dynamic thresholds of Choudhury and Hahne, 1998).
    private let total: Int
    private let counters: RuntimeCounters
    private let state = Mutex(State())

    init(limit: Int, total: Int, counters: RuntimeCounters) {
        self.limit = limit
        self.total = total
        self.counters = counters
    }

    /// In use.
    var bytes: Int { state.withLock { $0.all } }

    /// - Returns: What one call takes; nothing yet.
    func claim(for deployment: String) -> Claim { Claim(self, deployment) }

    fileprivate func take(_ bytes: Int, _ deployment: String) throws(PluginFailure) {
        let refusal: Refusal? = state.withLock { state in
            let own = state.deployments[deployment, default: 0] + bytes
            if own > limit { return .deployment }
            if own > total - state.all - bytes { return .server }
            state.all += bytes
            state.deployments[deployment] = own
            return nil
        }
        switch refusal {
        case nil: return
        case .deployment:
            counters.limited(by: .bindingMemory)
            throw Self.failure(
                "The binding calls of the deployment that are in progress hold \(limit >> 20) MiB of arguments, bodies and "
                    + "results, which is the limit \(RuntimeLimit.bindingMemory.named). Wait for calls before making others."
            )
        case .server:
            counters.limited(by: .totalBindingMemory)
            throw Self.failure(
                "The binding calls of all deployments that are in progress hold as much of the server's memory as they may. "
                    + "Retry later; \(total >> 20) MiB are allowed \(RuntimeLimit.totalBindingMemory.named).")
        }
    }

    private static func failure(_ message: String) -> PluginFailure {
        PluginFailure(.bindingMemory, message: message, retryable: true)
    }

    fileprivate func give(_ bytes: Int, _ deployment: String) {
        guard bytes > 0 else { return }
        state.withLock { state in
            state.all -= bytes
            let own = state.deployments[deployment, default: 0] - bytes
            state.deployments[deployment] = own > 0 ? own : nil
        }
    }

    /// What a call takes, for as long as it is kept.
    final class Claim: Sendable {
        private let memory: BindingMemory
        private let deployment: String
        private let held = Mutex(0)

        fileprivate init(_ memory: BindingMemory, _ deployment: String) {
            self.memory = memory
            self.deployment = deployment
        }

        deinit { memory.give(held.withLock { $0 }, deployment) }

        /// - Throws: `local.binding.memory`
        func take(_ bytes: Int) throws(PluginFailure) {
            try memory.take(bytes, deployment)
            held.withLock { $0 += bytes }
        }

        func give(_ bytes: Int) {
            held.withLock { $0 -= bytes }
            memory.give(bytes, deployment)
        }
    }
}
