import ArgumentParser

/// Consent to what a command changes.
struct ConfirmOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not prompt for confirmation.")
    var yes = false

    /// Asks on a terminal.
    /// - Parameter isRequired: Whether the flag is required where nobody can be asked.
    /// - Throws: `ClientError` when the answer is not yes.
    func confirm(_ question: String, isRequired: Bool = true) throws {
        guard !yes else { return }
        guard Terminal.isInteractive else {
            guard isRequired else { return }
            throw ClientError(.usage, "\(question) Cannot prompt without a terminal: pass --yes.")
        }
        guard Terminal.ask("\(question) [y/N] ").lowercased().hasPrefix("y") else {
            throw ClientError(.failure, "Cancelled.")
        }
    }
}
