import Platform
import Synchronization

/// What is found out about a request on its way in, for the log line that is written on its way out.
final class RequestTrail: Sendable {
    private let found = Mutex<Caller?>(nil)

    var caller: Caller? {
        get { found.withLock { $0 } }
        set { found.withLock { $0 = newValue } }
    }
}
