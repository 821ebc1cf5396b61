import JSON
import PluginMessages
import Synchronization

/// Where the replies to one call arrive. A plugin holds a bare pointer to it, so a slot is never freed: it
/// is used again, and a reply that comes after the last finds it idle or, at worst, is dropped by the count.
final class CallSlot: Sendable {
    typealias Event = @Sendable (_ name: String, _ payload: JSONValue) -> Void
    /// The text of the result, unread.
    typealias Answer = Result<[UInt8], PluginFailure>

    private enum State {
        case idle
        /// Taken for a call that has not begun.
        case taken(UInt64)
        /// Given up before it began.
        case refused(PluginFailure)
        case waiting(UInt64, Event, CheckedContinuation<Answer, Never>)
        /// The caller has gone; the plugin still owes the last reply.
        case abandoned
    }

    private let state = Mutex(State.idle)
    /// Called once the plugin has sent its last reply, so the slot can serve another call.
    private let release: @Sendable (CallSlot) -> Void

    init(release: @escaping @Sendable (CallSlot) -> Void) { self.release = release }

    func take(for call: UInt64) { state.withLock { $0 = .taken(call) } }

    /// - Returns: Whether to make the call: `false` when the caller has gone already, and has its answer.
    func begin(_ call: UInt64, event: @escaping Event, _ continuation: CheckedContinuation<Answer, Never>) -> Bool {
        let refusal: PluginFailure? = state.withLock { state in
            if case .refused(let failure) = state {
                state = .idle
                return failure
            }
            state = .waiting(call, event, continuation)
            return nil
        }
        guard let refusal else { return true }
        continuation.resume(returning: .failure(refusal))
        release(self)
        return false
    }

    /// Keeps a call that has not begun from being made.
    /// - Returns: Whether it did; a call that has begun, or is over, is left alone.
    func refuse(_ call: UInt64, _ failure: PluginFailure) -> Bool {
        state.withLock { state in
            guard case .taken(call) = state else { return false }
            state = .refused(failure)
            return true
        }
    }

    /// Ends a call's wait before the plugin has answered; a call that is over is left alone.
    func abandon(_ call: UInt64, _ failure: PluginFailure) {
        if refuse(call, failure) { return }
        let continuation: CheckedContinuation<Answer, Never>? = state.withLock { state in
            guard case .waiting(call, _, let continuation) = state else { return nil }
            state = .abandoned
            return continuation
        }
        continuation?.resume(returning: .failure(failure))
    }

    /// A reply from the plugin; `nil` is of a kind that does not exist.
    func receive(_ kind: ReplyKind?, _ message: UnsafeBufferPointer<UInt8>) {
        guard kind != .event else { return receive(event: message) }
        let previous = state.withLock { state in
            let previous = state
            switch state {
            // A reply that comes too often must not undo what was decided since.
            case .idle, .taken, .refused: break
            case .waiting, .abandoned: state = .idle
            }
            return previous
        }
        switch previous {
        case .idle, .taken, .refused: return
        case .abandoned: release(self)
        case .waiting(_, _, let continuation):
            continuation.resume(returning: Self.answer(kind, message))
            release(self)
        }
    }

    private func receive(event message: UnsafeBufferPointer<UInt8>) {
        let handler: Event? = state.withLock { state in
            guard case .waiting(_, let event, _) = state else { return nil }
            return event
        }
        guard let handler, let event = try? JSONValue(parsing: message), let name = event["name"]?.string else {
            return
        }
        handler(name, event["payload"] ?? .null)
    }

    private static func answer(_ kind: ReplyKind?, _ message: UnsafeBufferPointer<UInt8>) -> Answer {
        kind == .result ? .success(Array(message)) : .failure(PluginReply.failure(message))
    }
}
