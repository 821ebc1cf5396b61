import NIOCore

/// How slow and how large what clients and server send each other may be.
package struct TransferLimits: Sendable {
    /// What takes too long.
    package enum Part: Sendable {
        case head, body, response
    }

    /// In which a head arrives whole, a body that is sent slowly, and in which a client reads more of a response.
    let time: TimeAmount
    let bodyLimit: @Sendable (_ path: String) -> Int
    let onSlow: @Sendable (Part, SocketAddress?) -> Void

    /// - Parameters:
    ///   - time: For the whole of a head; for a body that arrives at less than ``RequestFraming/leastRate``; between the reads
    ///     of a client.
    ///   - bodyLimit: Bytes that the body of a request to a path may have.
    ///   - onSlow: Called when a client exceeds the time.
    package init(
        time: Duration, bodyLimit: @escaping @Sendable (_ path: String) -> Int,
        onSlow: @escaping @Sendable (Part, SocketAddress?) -> Void = { _, _ in }
    ) {
        self.time = TimeAmount(time)
        self.bodyLimit = bodyLimit
        self.onSlow = onSlow
    }
}
