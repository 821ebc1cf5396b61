import JSON
import PluginMessages

/// Receives messages of other servers of the installation, and executes each once.
package struct ServerReceiver: Sendable {
    /// - Returns: `nil` while nobody can prove anything.
    let link: @Sendable () -> ServerLink?
    var sessions = MessageSessions()
    var parcels = MessageParcels()
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
            guard let content = link.open(sealed, for: head.parts("message")).flatMap(MessageContent.init(packed:)),
                let message = ServerMessage(content.json)
            else { return .malformed }
            // Another server may lead since the head was read, and the same message may have been here.
            if let refusal = receiver.refusal(of: head, link) { return .refused(refusal) }
            let reply: MessageContent?
            if head.session.isEmpty {
                guard message.method == ServerMessage.Method.open, let opening: Opening = try? message.params.decode()
                else { return .malformed }
                reply = receiver.reply(.success(.string(receiver.sessions.open(ending: opening.ended))))
            } else {
                if let reason = receiver.sessions.receive(head.number, in: head.session) {
                    return .refused(Refused(reason, head, link))
                }
                reply = await receiver.reply(to: message, content.bytes)
            }
            guard let reply else { return .malformed }
            return .reply(link.seal(reply.packed, for: head.parts("reply")))
        }
    }

    /// - Parameter bytes: What goes along with the message.
    private func reply(to message: ServerMessage, _ bytes: [UInt8]) async -> MessageContent? {
        parcels.trim()
        switch message.method {
        case ServerMessage.Method.part:
            guard let part: MessageParcels.Part = try? message.params.decode() else { return nil }
            do throws(PluginFailure) { try parcels.add(part, bytes) } catch { return reply(.failure(error)) }
            return reply(.success(.null))
        case ServerMessage.Method.parcel:
            guard let whole: MessageParcels.Whole = try? message.params.decode() else { return nil }
            guard let message = parcels.open(whole.parcel).flatMap({ ServerMessage($0) }) else {
                return reply(.failure(MessageParcels.incomplete))
            }
            return reply(await answer(message.method, message.params))
        case ServerMessage.Method.read:
            guard let part: MessageParcels.Part = try? message.params.decode(), let bytes = parcels.read(part),
                let json = reply(.success(.null))?.json
            else { return nil }
            return MessageContent(json: json, bytes: bytes)
        default: return reply(await answer(message.method, message.params))
        }
    }

    private func reply(_ outcome: Result<JSONValue, PluginFailure>) -> MessageContent? {
        guard let content = try? MessageContent(encoding: ServerReply(outcome)) else { return nil }
        guard parcels.isLong(content.json) else { return content }
        do throws(PluginFailure) {
            let whole = try parcels.keep(content.json)
            return try? MessageContent(encoding: ServerReply(in: whole))
        } catch { return reply(.failure(error)) }
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
