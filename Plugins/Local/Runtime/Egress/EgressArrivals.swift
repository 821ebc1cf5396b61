import NIOCore
import Synchronization

/// Connections to the proxy that have not named their process yet. They may take up no room for long: a program can open as
/// many as it likes, and another's must get through.
final class EgressArrivals: Sendable {
    private struct State {
        var last = 0
        var waiting: [Int: any Channel] = [:]
    }

    private let log: ConnectionLimitLog
    private let most: Int
    private let headTime: TimeAmount
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: At a time; of more the oldest is closed.
    ///   - headTime: In which a program sends the head of its request.
    init(log: ConnectionLimitLog, most: Int = 1_000, headTime: TimeAmount) {
        (self.log, self.most, self.headTime) = (log, most, headTime)
    }

    var count: Int { state.withLock { $0.waiting.count } }

    /// - Returns: What ``left(_:)`` is called with.
    func arrived(_ channel: any Channel) -> Int {
        let (number, oldest) = state.withLock { state -> (Int, (any Channel)?) in
            state.last += 1
            let first = state.waiting.count < most ? nil : state.waiting.keys.min()
            let oldest = first.flatMap { state.waiting.removeValue(forKey: $0) }
            state.waiting[state.last] = channel
            return (state.last, oldest)
        }
        if let oldest { end(oldest, because: "\(most) of them have sent no request") }
        channel.eventLoop.scheduleTask(in: headTime) { [weak self] in
            guard let self, self.left(number) else { return }
            self.end(channel, because: "its request did not arrive in time")
        }
        return number
    }

    /// The connection belongs to a process, or is closed.
    /// - Returns: Whether it was still waited for.
    @discardableResult
    func left(_ number: Int) -> Bool { state.withLock { $0.waiting.removeValue(forKey: number) != nil } }

    private func end(_ channel: any Channel, because reason: String) {
        log.note(.egressArrivals, "A connection of deployed code to the egress proxy was closed: \(reason)")
        channel.close(promise: nil)
    }
}
