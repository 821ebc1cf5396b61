import Platform
import Synchronization

/// Runs something once: when it is told to, or when it is let go of.
final class OpenStream: Sendable {
    private let whenEnded: Mutex<(@Sendable () -> Void)?>

    init(_ whenEnded: @escaping @Sendable () -> Void) { self.whenEnded = Mutex(whenEnded) }

    func end() { whenEnded.withLock { $0.take() }?() }

    deinit { end() }
}
