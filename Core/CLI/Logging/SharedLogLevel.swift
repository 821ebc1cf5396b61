import Logging
import Synchronization

/// The least severe level that is logged, which a running server changes.
final class SharedLogLevel: Sendable {
    private let current: Mutex<Logger.Level>

    init(_ level: Logger.Level) { current = Mutex(level) }

    var value: Logger.Level {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
