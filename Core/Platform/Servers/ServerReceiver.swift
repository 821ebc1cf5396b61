import JSON
import PluginMessages

/// Receives messages of other servers of the installation, and executes each once.
package struct ServerReceiver: Sendable {
    /// - Returns: `nil` while nobody can prove anything.
    let link: @Sendable () -> ServerLink?
    var sessions = MessageSessions()
    /// Whether messages to this one are this server's now.
    let isOwn: @Sendable (_ target: String) -> Bool
    let answer: @Sendable (_ method: String, _ params: JSONValue) async -> Result<JSONValue, PluginFailure>

    /// What a server does with a message, by its head.
    package enum Acceptance: Sendable {
        case accepted(Accepted)
        case refused(Refused)
        /// Of nobody who has the key.
        case unproven
    }

    /// A message of a server, which is not executed.
    package struct Refused: Sendable {
        package let reason: MessageRefusal
        /// Says so to its sender alone.
        package let proof: String

        fileprivate init(_ reason: MessageRefusal, _ head: ServerMessage.Head, _ link: ServerLink) {
            self.reason = reason
            proof = "\(reason.rawValue);\(link.proof(of: head.parts("refused \(reason.rawValue)")))"
        }

        /// - Returns: `nil` for a text that the receiver of the message has not made.
        static func reason(_ text: String, of head: ServerMessage.Head, _ link: ServerLink) -> MessageRefusal? {
            let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let reason = MessageRefusal(rawValue: parts[0]),
                link.isProof(parts[1], of: head.parts("refused \(reason.rawValue)"))
            else { return nil }
            return reason
        }
    }

    /// What becomes of a message when it is there as a whole.
    package enum Outcome: Sendable {
        case reply([UInt8])
        case refused(Refused)
        /// It is not the one that the head is of.
        case malformed
    }

    private struct Opening: Decodable { let ended: [String] }

    /// A message whose sender has the key.
    package struct Accepted: Sendable {
        fileprivate let receiver: ServerReceiver
        fileprivate let head: ServerMessage.Head
        fileprivate let link: ServerLink

        package func reply(to sealed: [UInt8]) async -> Outcome {
            guard let bytes = link.open(sealed, for: head.parts("message")),
                let message: ServerMessage = try? JSONValue(parsing: bytes).decode()
            else { return .malformed }
            // Another server may lead since the head was read, and the same message may have been here.
            if let refusal = receiver.refusal(of: head, link) { return .refused(refusal) }
            let outcome: Result<JSONValue, PluginFailure>
            if head.session.isEmpty {
                guard message.method == ServerMessage.Method.open, let opening: Opening = try? message.params.decode()
                else { return .malformed }
                outcome = .success(.string(receiver.sessions.open(ending: opening.ended)))
            } else {
                if let reason = receiver.sessions.receive(head.number, in: head.session) {
                    return .refused(Refused(reason, head, link))
                }
                outcome = await receiver.answer(message.method, message.params)
            }
            guard let reply = try? JSONValue(encoding: ServerReply(outcome)).bytes else { return .malformed }
            return .reply(link.seal(reply, for: head.parts("reply")))
        }
    }

    package func accept(_ text: String) -> Acceptance {
        guard let link = link(), let head = ServerMessage.Head(text, link) else { return .unproven }
        if let refusal = refusal(of: head, link) { return .refused(refusal) }
        return .accepted(Accepted(receiver: self, head: head, link: link))
    }

    private func refusal(of head: ServerMessage.Head, _ link: ServerLink) -> Refused? {
        let reason = head.session.isEmpty ? nil : sessions.refusal(of: head.number, in: head.session)
        // First of all what was executed: nobody can have its sender believe anything else.
        if reason != .repeated, !isOwn(head.target) { return Refused(.misdirected, head, link) }
        return reason.map { Refused($0, head, link) }
    }
}
