/// A handler threw.
struct HandlerFailure: Error {
    let failure: StepFailure
    /// The node whose code threw, where it is known.
    let nodeId: String?
}
