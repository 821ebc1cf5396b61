/// The call that a function of a plugin answers. Cancellation and the deadline reach it as task cancellation.
public struct CallContext: Sendable {
    private let event: @Sendable (_ name: String, _ payload: JSONValue) -> Void

    init(event: @escaping @Sendable (String, JSONValue) -> Void) { self.event = event }

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
