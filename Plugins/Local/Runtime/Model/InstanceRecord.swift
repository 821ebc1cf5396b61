import PluginMessages
import Values

/// An instance as the journal keeps it.
struct InstanceRecord: Sendable, Equatable {
    let id: InstanceID
    /// The deployment whose code it began with, and goes on with.
    let deploymentId: String
    /// A JSON text.
    let params: String
    let createdAt: Timestamp
    var status: RunStatus
    /// Of a complete instance: a JSON text, `nil` for `undefined`.
    var output: String?
    /// Of an errored instance.
    var failure: RunFailure?
    /// When it has something to do though nothing happens; `nil`: never.
    var wakeAt: Timestamp?
    /// When it was over.
    var endedAt: Timestamp?
    /// How often its process ended while it was at work, since a step last finished: perhaps because of it.
    var crashes = 0
    /// How many runs started one another to start it.
    var depth = 0
    /// The number of the instance that started it.
    var parent: Int?
    /// By which the journal knows its steps; it gives it.
    var number = 0

    /// Its program has something to do.
    func isDue(now: Timestamp) -> Bool {
        switch status {
        case .queued, .running, .waiting: wakeAt.map { $0 <= now } ?? false
        case .paused, .complete, .errored, .terminated, .unknown: false
        }
    }
}
