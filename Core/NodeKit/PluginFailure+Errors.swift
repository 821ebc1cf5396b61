extension PluginFailure {
    /// A failure as it is; the SDK's own errors by what they mean; anything else by its description.
    package init(wrapping error: any Error) {
        switch error {
        case let failure as PluginFailure: self = failure
        case let mismatch as JSONMismatch:
            self.init(code: "plugin.request", message: "The request is malformed: \(mismatch)")
        case is CancellationError: self.init(code: "plugin.cancelled", message: "The call was cancelled.")
        default: self.init(code: "plugin.failure", message: "\(error)")
        }
    }
}
