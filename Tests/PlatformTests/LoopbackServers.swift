import Synchronization

@testable import Platform

/// Servers in one process, as messages reach them.
final class LoopbackServers: ServerTransport {
    /// A message as whoever reads the network sees it.
    struct Message: Sendable {
        let head: String
        let sealed: [UInt8]
    }

    /// What happens to messages on their way.
    enum Course: Sendable {
        case delivered
        /// The message arrives nowhere, and the sender hears nothing.
        case withheld
        /// The same from a number of messages on.
        case deliveredUntil(Int)
        /// The message arrives, and somebody else answers.
        case answered(ServerDelivery)
    }

    private struct State {
        var receivers: [String: ServerReceiver] = [:]
        var messages: [Message] = []
        var course = Course.delivered
    }

    private let state = Mutex(State())

    /// All that were sent.
    var messages: [Message] { state.withLock { $0.messages } }

    /// - Parameter receiver: `nil` for a server that is gone.
    func put(_ receiver: ServerReceiver?, at address: String) { state.withLock { $0.receivers[address] = receiver } }

    func set(_ course: Course) { state.withLock { $0.course = course } }

    func send(
        _ message: [UInt8], head: String, to address: String, within time: Duration
    ) async -> ServerDelivery {
        let (receiver, course, number) = state.withLock { state in
            state.messages.append(Message(head: head, sealed: message))
            return (state.receivers[address], state.course, state.messages.count)
        }
        switch course {
        case .deliveredUntil(let last) where number > last: return .lost
        case .delivered, .deliveredUntil: return await Self.deliver(Message(head: head, sealed: message), to: receiver)
        case .withheld: return .lost
        case .answered(let delivery):
            _ = await Self.deliver(Message(head: head, sealed: message), to: receiver)
            return delivery
        }
    }

    /// Sends a message as it was recorded.
    func replay(_ message: Message, to address: String) async -> ServerDelivery {
        await Self.deliver(message, to: state.withLock { $0.receivers[address] })
    }

    private static func deliver(_ message: Message, to receiver: ServerReceiver?) async -> ServerDelivery {
        guard let receiver else { return .notExecuted }
        switch receiver.accept(message.head) {
        case .unproven: return .lost
        case .refused(let refused): return .refused(refused.proof)
        case .accepted(let accepted):
            switch await accepted.reply(to: message.sealed) {
            case .malformed: return .lost
            case .refused(let refused): return .refused(refused.proof)
            case .reply(let reply): return .reply(reply)
            }
        }
    }
}
