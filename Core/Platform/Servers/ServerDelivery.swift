/// What has become of a message to another server.
package enum ServerDelivery: Sendable {
    case reply([UInt8])
    /// It was not executed: nobody was there, or somebody else than was meant.
    case notExecuted
    /// It may have been executed, and there is no reply.
    case lost
}
