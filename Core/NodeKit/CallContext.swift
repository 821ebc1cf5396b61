/// The call that a function of a plugin answers. Cancellation and the deadline reach it as task cancellation.
public struct CallContext: Sendable {
    /// Sends an event to whoever waits for the call.
    package let event: @Sendable (_ name: String, _ payload: JSONValue) -> Void

    init(event: @escaping @Sendable (String, JSONValue) -> Void) { self.event = event }
}
