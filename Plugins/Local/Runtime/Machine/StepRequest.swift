/// A program asks for a step.
struct StepRequest: Sendable, Equatable {
    /// Times are milliseconds.
    enum Work: Sendable, Equatable {
        case attempts(RetryPolicy)
        /// Since 1970.
        case sleep(until: Int)
        case pause(length: Int)
        case wait(event: String, timeout: Int)
    }

    /// To answer to.
    let call: Int
    let key: String
    let name: String
    let work: Work
    /// The run whose end a sleep waits for.
    var child: String?
}
