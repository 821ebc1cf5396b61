import Values

/// A durable step as the journal keeps it.
struct StepRecord: Sendable, Equatable {
    enum Kind: String, Sendable { case `do`, sleep, wait }

    enum State: Sendable, Equatable {
        /// An attempt runs, or ran when the process ended.
        case active
        /// Until then it sleeps, or an attempt that failed is not tried again.
        case pending(until: Timestamp)
        /// For an event, at most until then.
        case waiting(event: String, until: Timestamp)
        /// With a JSON text; `nil` for `undefined`.
        case succeeded(String?)
        /// It succeeded; only the journal has the value.
        case stored
        case failed(StepFailure)
        /// It failed; only the journal has the error.
        case storedFailure

        var isOver: Bool {
            switch self {
            case .succeeded, .stored, .failed, .storedFailure: true
            case .active, .pending, .waiting: false
            }
        }
    }

    /// Bytes of what counts towards the state of a run: its value, or its error.
    var stateBytes: Int {
        switch state {
        case .succeeded(let text): text?.utf8.count ?? 0
        case .failed(let failure): failure.bytes
        case .active, .pending, .waiting: lastFailure?.bytes ?? 0
        // They were counted as they came.
        case .stored, .storedFailure: 0
        }
    }

    /// Bytes of a value, or of an error, beyond which memory does not keep it.
    static let longestKeptValue = 4_096

    /// Its place in the program: its name, which of the steps of that name it is, and the step it is in.
    let key: String
    let name: String
    let kind: Kind
    let startedAt: Timestamp
    var state: State
    /// Which of the instance's steps it is, in the order in which they began.
    var number = 0
    /// Attempts that have begun.
    var attempts = 0
    /// When the last attempt began; `nil` for one that began with the step.
    var attemptedAt: Timestamp?
    var endedAt: Timestamp?
    /// Of the last attempt, while the step is to be tried again.
    var lastFailure: StepFailure?
    /// How often a failed attempt is repeated.
    var retryLimit: Int?
    /// It sleeps until a date, not for a length of time.
    var isUntilDate = false
    /// The run whose end a sleep waits for.
    var child: String?

    /// When it has something to do though nothing happens.
    var wakeAt: Timestamp? {
        switch state {
        case .pending(let time), .waiting(_, let time): time
        case .active, .succeeded, .stored, .failed, .storedFailure: nil
        }
    }
}
