/// The node's value is that of the arm that ran to its end: `body`, or `handler`, in which `err` is the error.
public struct TryCatch: Sendable, Equatable {
    public let node: Int
    public let body: Block
    public let handler: Block
    public let finalizer: Block?

    public init(node: Int, body: Block, handler: Block, finalizer: Block?) {
        self.node = node
        self.body = body
        self.handler = handler
        self.finalizer = finalizer
    }
}
