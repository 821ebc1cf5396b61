import PluginMessages

extension StepFailure {
    /// What the program sees of an error of a binding.
    init(ofBinding error: any Error) {
        switch error {
        case let failure as HandlerFailure:
            self.init(name: failure.failure.name, message: failure.failure.message)
        case is NestingLimitExceeded:
            let message =
                "Workflows are nested more than \(Limits.nestedRuns) deep: expected a chain that ends. "
                + "Check whether workflows call each other."
            self.init(name: "NestingLimitExceeded", message: message, isRetryable: false)
        case let failure as PluginFailure: self.init(name: "Error", message: failure.message)
        // Neither paths of this machine nor statements of the runtime are in it.
        default:
            let isOwn = FailureOwner(of: error).counts
            self.init(name: "Error", message: isOwn ? "\(error)" : PluginFailure.ofMachine(error).message)
        }
    }
}
