extension CallContext {
    /// Tells whoever waits for the call how far it is.
    public func progress(_ progress: DeployProgress) {
        event(
            "progress",
            [
                "stage": .string(progress.stage), "message": .string(progress.message),
                "progress": .int(progress.progress),
            ])
    }
}
