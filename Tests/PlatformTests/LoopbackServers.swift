import Synchronization

@testable import Platform

/// Servers in one process, as messages reach them.
final class LoopbackServers: ServerTransport {
    private let receivers = Mutex<[String: ServerReceiver]>([:])

    /// - Parameter receiver: `nil` for a server that is gone.
    func put(_ receiver: ServerReceiver?, at address: String) { receivers.withLock { $0[address] = receiver } }

    func send(
        _ message: [UInt8], head: String, to address: String, within time: Duration
    ) async -> ServerDelivery {
        guard let receiver = receivers.withLock({ $0[address] }), case .accepted(let accepted) = receiver.accept(head)
        else { return .notExecuted }
        guard let reply = await accepted.reply(to: message) else { return .lost }
        return .reply(reply)
    }
}
