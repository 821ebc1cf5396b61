import JSON
import PluginMessages
import Synchronization

/// The calls that a plugin's process has to answer.
final class PendingCalls: Sendable {
    typealias Event = @Sendable (_ name: String, _ payload: JSONValue) -> Void
    /// The text of the result, unread.
    typealias Answer = Result<[UInt8], PluginFailure>

    private struct Waiting {
        let event: Event
        let continuation: CheckedContinuation<Answer, Never>
    }

    private struct State {
        var last: UInt64 = 0
        /// Numbered, and not begun.
        var taken: Set<UInt64> = []
        var waiting: [UInt64: Waiting] = [:]
        /// Given up before they began.
        var refused: [UInt64: PluginFailure] = [:]
        /// The caller has gone; the plugin still owes the last reply.
        var overdue: Set<UInt64> = []
        /// Why there will be no more answers.
        var end: PluginFailure?
    }

    private let state = Mutex(State())

    func number() -> UInt64 {
        state.withLock { state in
            state.last += 1
            state.taken.insert(state.last)
            return state.last
        }
    }

    /// - Returns: Whether to make the call: `false` when it has its answer already.
    func begin(_ call: UInt64, event: @escaping Event, _ continuation: CheckedContinuation<Answer, Never>) -> Bool {
        let refusal: PluginFailure? = state.withLock { state in
            state.taken.remove(call)
            if let refusal = state.end ?? state.refused.removeValue(forKey: call) { return refusal }
            state.waiting[call] = Waiting(event: event, continuation: continuation)
            return nil
        }
        guard let refusal else { return true }
        continuation.resume(returning: .failure(refusal))
        return false
    }

    func event(_ call: UInt64, _ payload: [UInt8]) {
        guard let handler = state.withLock({ $0.waiting[call]?.event }), let event = try? JSONValue(parsing: payload),
            let name = event["name"]?.string
        else { return }
        handler(name, event["payload"] ?? .null)
    }

    func answer(_ call: UInt64, _ answer: Answer) {
        let waiting = state.withLock { state in
            state.overdue.remove(call)
            return state.waiting.removeValue(forKey: call)
        }
        waiting?.continuation.resume(returning: answer)
    }

    /// Ends a call's wait before the plugin has answered.
    /// - Returns: Whether the plugin owes an answer now.
    func abandon(_ call: UInt64, _ failure: PluginFailure) -> Bool {
        let waiting: Waiting? = state.withLock { state in
            guard let waiting = state.waiting.removeValue(forKey: call) else {
                if state.taken.contains(call) { state.refused[call] = failure }
                return nil
            }
            state.overdue.insert(call)
            return waiting
        }
        waiting?.continuation.resume(returning: .failure(failure))
        return waiting != nil
    }

    func isOverdue(_ call: UInt64) -> Bool { state.withLock { $0.overdue.contains(call) } }

    /// Fails every call, now and from now on.
    func end(_ failure: PluginFailure) {
        let waiting = state.withLock { state in
            state.end = state.end ?? failure
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.continuation)
        }
        for continuation in waiting { continuation.resume(returning: .failure(failure)) }
    }
}
