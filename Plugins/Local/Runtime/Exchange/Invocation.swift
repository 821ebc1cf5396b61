import JSON
import PluginMessages

/// A handler of a deployed module that was called.
struct Invocation: Sendable {
    struct Answer: Sendable {
        /// What the handler made known: a JSON text.
        let value: String?
        let body: ByteBody?
        /// What kept it from something that it asked for, and is not its own failure.
        var interruption: PluginFailure?
    }

    /// `nil` when it is answered; what it left to be done may go on.
    var continuation: CheckedContinuation<Answer, any Error>?
    /// The number of the body that goes to it.
    let body: Int?
    /// That of the run whose request it answers; -1 when it answers no run's.
    var depth = -1
    /// The machine's or the server's failure of something that it asked for: what it does because of that is not its own.
    var interruption: PluginFailure?
}

extension Invocation {
    static func lost(_ loss: FailureOwner, because reason: String) -> PluginFailure {
        PluginFailure(
            loss.counts ? .workerLost : .workerInterrupted, message: "The process that ran it ended: \(reason)")
    }
}
