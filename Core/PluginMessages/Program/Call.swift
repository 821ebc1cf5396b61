/// One node that does something.
public struct Call: Sendable, Equatable {
    public let node: Int
    public let operation: Operation
    /// Fields of the node that are known only when the run reaches it, by their names in the node's `data`: `method`,
    /// `eventType`, `timeout`, `retryLimit`, `retryDelay`, `backoff`. They stand in place of what the operation and the node's
    /// options have; a duration is a number of milliseconds or text.
    public let settings: [ValueTemplate.Member]

    public init(node: Int, operation: Operation, settings: [ValueTemplate.Member] = []) {
        self.node = node
        self.operation = operation
        self.settings = settings
    }
}
