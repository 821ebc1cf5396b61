import Synchronization

/// Something that happens once, and that many may wait for. Waiting for it is not cancelled with the task.
final class Latch: Sendable {
    /// Who waits; `nil` once it has happened.
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>([])

    func open() {
        let released = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting ?? []
        }
        for continuation in released { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = waiting.withLock { waiting in
                waiting?.append(continuation)
                return waiting == nil
            }
            if isOpen { continuation.resume() }
        }
    }
}
