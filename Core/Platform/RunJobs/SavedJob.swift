import Synchronization

/// A job as a transaction of another use case has saved it.
final class SavedJob: Sendable {
    private let saved = Mutex<RunJob?>(nil)

    var job: RunJob? { saved.withLock { $0 } }

    func set(_ job: RunJob?) { saved.withLock { $0 = job } }
}
