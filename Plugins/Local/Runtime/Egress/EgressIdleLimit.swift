import NIOCore
import Synchronization

/// Closes a connection over which nothing is sent in either direction.
final class EgressIdleLimit: Sendable {
    private static let interval = TimeAmount.minutes(1)

    private let last = Mutex(NIODeadline.now())
    private let task = Mutex<RepeatedTask?>(nil)

    /// - Parameters:
    ///   - time: For which nothing is sent.
    ///   - end: Called once when the connection is idle.
    init(on loop: any EventLoop, time: TimeAmount, end: @escaping @Sendable () -> Void) {
        let interval = min(time, Self.interval)
        let task = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] task in
            guard let self, NIODeadline.now() - self.last.withLock({ $0 }) < time else {
                task.cancel()
                if self != nil { end() }
                return
            }
        }
        self.task.withLock { $0 = task }
    }

    func sent() { last.withLock { $0 = .now() } }

    func stop() { task.withLock { $0 }?.cancel() }
}
