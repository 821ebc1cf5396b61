import JSON
import PluginMessages

/// A handler of a deployed module that was called.
struct Invocation: Sendable {
    struct Answer: Sendable {
        /// What the handler made known: a JSON text.
        let value: String?
        let body: ByteBody?
    }

    /// `nil` when it is answered; what it left to be done may go on.
    var continuation: CheckedContinuation<Answer, any Error>?
    /// The number of the body that goes to it.
    let body: Int?
    /// That of the run whose request it answers; -1 when it answers no run's.
    var depth = -1
}

extension Invocation {
    static func lost(_ loss: ProcessLoss, because reason: String) -> PluginFailure {
        let code =
            switch loss {
            case .server, .machine: "local.worker.interrupted"
            case .limit, .program: "local.worker.lost"
            }
        return PluginFailure(code: code, message: "The process that ran it ended: \(reason)")
    }
}
