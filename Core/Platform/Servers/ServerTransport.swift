/// Brings messages to other servers of the installation.
package protocol ServerTransport: Sendable {
    /// - Parameters:
    ///   - head: Says whom the message is for.
    ///   - address: The origin of the server.
    ///   - time: Until the whole reply is there.
    func send(_ message: [UInt8], head: String, to address: String, within time: Duration) async -> ServerDelivery
}
