import JSON
import PluginMessages

/// Receives messages of other servers of the installation.
package struct ServerReceiver: Sendable {
    /// - Returns: `nil` while nobody can prove anything.
    let link: @Sendable () -> ServerLink?
    /// Whether messages to this one are this server's now.
    let isOwn: @Sendable (_ target: String) -> Bool
    let answer: @Sendable (_ method: String, _ params: JSONValue) async -> Result<JSONValue, PluginFailure>

    /// What a server does with a message, by its head.
    package enum Acceptance: Sendable {
        case accepted(Accepted)
        /// For another server, or for this one before something has changed: it is not executed.
        case misdirected
        /// Of nobody who has the key.
        case unproven
    }

    /// A message whose sender has the key.
    package struct Accepted: Sendable {
        fileprivate let receiver: ServerReceiver
        fileprivate let head: ServerMessage.Head
        fileprivate let link: ServerLink

        /// - Returns: The reply; `nil` for a message that is not the one that the head is of.
        package func reply(to sealed: [UInt8]) async -> [UInt8]? {
            guard let bytes = link.open(sealed, for: head.parts("message")),
                let message: ServerMessage = try? JSONValue(parsing: bytes).decode()
            else { return nil }
            let outcome = await receiver.answer(message.method, message.params)
            guard let reply = try? JSONValue(encoding: ServerReply(outcome)).bytes else { return nil }
            return link.seal(reply, for: head.parts("reply"))
        }
    }

    package func accept(_ text: String) -> Acceptance {
        guard let link = link(), let head = ServerMessage.Head(text, link) else { return .unproven }
        return isOwn(head.target) ? .accepted(Accepted(receiver: self, head: head, link: link)) : .misdirected
    }
}
