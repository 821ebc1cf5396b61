import PluginMessages
import Synchronization

/// Tells when runs are over, without asking for it again and again.
final class RunEnds: Sendable {
    private let state = Mutex<(ended: [String: RunState], waiting: [String: CheckedContinuation<RunState, Never>])>(
        ([:], [:]))

    func note(_ run: RunState) {
        guard run.status.isTerminal else { return }
        state.withLock { state in
            if let continuation = state.waiting.removeValue(forKey: run.instanceId) {
                continuation.resume(returning: run)
            } else {
                state.ended[run.instanceId] = run
            }
        }
    }

    func end(of id: String) async -> RunState {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if let run = state.ended.removeValue(forKey: id) {
                    continuation.resume(returning: run)
                } else {
                    state.waiting[id] = continuation
                }
            }
        }
    }
}
