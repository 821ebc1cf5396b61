/// What has become of a message to another server.
package enum ServerDelivery: Sendable {
    case reply([UInt8])
    /// What a server says instead of a reply; it has executed nothing if it proves it (``ServerReceiver/Refused``).
    case refused(String)
    /// It was not executed: nobody was there.
    case notExecuted
    /// It may have been executed, and there is no reply.
    case lost
}
