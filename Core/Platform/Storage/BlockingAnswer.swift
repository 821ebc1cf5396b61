import Dispatch
import PluginMessages
import Synchronization

/// An answer that a thread waits for.
final class BlockingAnswer<Answer: Sendable>: Sendable {
    private let answer = Mutex<Result<Answer, PluginFailure>?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func set(_ result: Result<Answer, PluginFailure>) {
        answer.withLock { $0 = result }
        arrived.signal()
    }

    func wait() -> Result<Answer, PluginFailure> {
        while true {
            if let result = answer.withLock({ $0 }) { return result }
            arrived.wait()
        }
    }
}
