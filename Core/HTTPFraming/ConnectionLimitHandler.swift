import NIOCore

/// Adds a ``ConnectionGate`` in front of all other handlers of a connection.
package final class ConnectionLimitHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = NIOAny

    private let gate: ConnectionGate

    /// - Parameters:
    ///   - client: Whose connections are counted together, by the address at the other end.
    ///   - refuse: Called for each connection that is refused; returns the bytes to respond with.
    package init(
        _ counts: ConnectionCounts, client: @escaping @Sendable (SocketAddress?) -> String,
        refuse: @escaping @Sendable (ConnectionCounts.Admission, _ client: String) -> [UInt8]
    ) {
        gate = ConnectionGate(counts, client: client, refuse: refuse)
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        do { try context.pipeline.syncOperations.addHandler(gate, position: .first) } catch {
            context.fireErrorCaught(error)
        }
    }
}
