/// One node that does something.
public struct Call: Sendable, Equatable {
    public let node: Int
    public let operation: Operation

    public init(node: Int, operation: Operation) {
        self.node = node
        self.operation = operation
    }
}
