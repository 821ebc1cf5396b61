import PluginMessages

extension PluginFailure {
    /// An error as a request learns of it.
    static func told(_ error: any Error) -> any Error {
        FailureOwner(of: error) == .machine ? ofMachine(error) : error
    }

    /// A failure of this machine as programs and requests learn of it: without paths and statements.
    /// - Parameter error: One that is the machine's or the server's.
    static func ofMachine(_ error: any Error) -> PluginFailure {
        if let failure = error as? PluginFailure { return failure }
        if let error = error as? JournalError { return PluginFailure(.journalChecksum, message: "\(error)") }
        guard FailureOwner(of: error) == .machine else {
            return PluginFailure(.server, message: "The server could not complete the call.", retryable: true)
        }
        return switch DiskProblem(error) {
        case .full:
            PluginFailure(
                .diskFull, message: "The disk is full. What waits for it continues when there is space.",
                retryable: true)
        case .readOnly:
            PluginFailure(
                .diskReadOnly, message: "The disk is read-only. What waits for it continues when it can be written.",
                retryable: true)
        case .locked:
            PluginFailure(
                .diskFailed, message: "Another program locks a file of the data directory. Retry later.",
                retryable: true)
        case nil:
            PluginFailure(
                .diskFailed,
                message:
                    "A file of the data directory cannot be read or written. What waits for it continues when it can.",
                retryable: true)
        }
    }
}
