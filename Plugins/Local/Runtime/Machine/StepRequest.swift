import Values

/// A program asks for a step.
struct StepRequest: Sendable, Equatable {
    enum Work: Sendable, Equatable {
        case attempts(RetryPolicy)
        case sleep(until: Timestamp)
        case pause(length: Duration)
        case wait(event: String, timeout: Duration)
    }

    /// To answer to.
    let call: Int
    let key: String
    let name: String
    let work: Work
    /// The run whose end a sleep waits for.
    var child: String?
}
