import JSON
import PluginMessages

/// Sends messages that only servers of the installation can read, and that each is executed once.
struct ServerMessenger: Sendable {
    enum Outcome: Sendable {
        case replied(Result<JSONValue, PluginFailure>)
        case notExecuted
        /// It may have been executed.
        case lost
    }

    /// A session may end while a message is under way, and the next one is new.
    private static let attempts = 2

    let link: ServerLink
    let transport: any ServerTransport
    let channels: MessageChannels

    init(link: ServerLink, transport: any ServerTransport, channels: MessageChannels = MessageChannels()) {
        self.link = link
        self.transport = transport
        self.channels = channels
    }

    /// - Parameter target: Whom it is for, at the address.
    func send(
        _ method: String, _ params: JSONValue, to address: String, for target: String, within time: Duration
    ) async -> Outcome {
        let (end, place) = (ContinuousClock.now + time, MessageChannels.Place(address: address, target: target))
        for _ in 0..<Self.attempts {
            let slot = await channels.next(at: place) { await open(ending: $0, at: place, within: end - .now) }
            guard let slot else { return .notExecuted }
            let head = ServerMessage.Head(target: target, session: slot.session, number: slot.number)
            switch await exchange(method, params, head, at: place, within: end - .now) {
            case .replied(let result): return .replied(result)
            case .notExecuted: return .notExecuted
            case .refused(.misdirected) where slot.isKnownUntil > .now: return .notExecuted
            case .refused(.expired) where slot.isKnownUntil > .now: channels.leave(slot.session, at: place)
            case .refused, .lost:
                channels.leave(slot.session, at: place)
                return .lost
            }
        }
        return .notExecuted
    }

    private enum Exchange {
        case replied(Result<JSONValue, PluginFailure>)
        case refused(MessageRefusal)
        case notExecuted
        case lost
    }

    private func open(ending ended: [String], at place: MessageChannels.Place, within time: Duration) async -> String? {
        let params: JSONValue = ["ended": .array(ended.map { .string($0) })]
        let head = ServerMessage.Head(target: place.target)
        guard
            case .replied(.success(let session)) = await exchange(
                ServerMessage.Method.open, params, head, at: place, within: time)
        else { return nil }
        return session.string
    }

    private func exchange(
        _ method: String, _ params: JSONValue, _ head: ServerMessage.Head, at place: MessageChannels.Place,
        within time: Duration
    ) async -> Exchange {
        guard time > .zero, let message = try? JSONValue(encoding: ServerMessage(method: method, params: params)).bytes
        else { return .notExecuted }
        let sealed = link.seal(message, for: head.parts("message"))
        switch await transport.send(sealed, head: head.text(link), to: place.address, within: time) {
        case .notExecuted: return .notExecuted
        case .lost: return .lost
        // Whoever said something else, it is not who was meant.
        case .refused(let text):
            guard let reason = ServerReceiver.Refused.reason(text, of: head, link) else { return .lost }
            return .refused(reason)
        case .reply(let sealed):
            guard let bytes = link.open(sealed, for: head.parts("reply")),
                let reply: ServerReply = try? JSONValue(parsing: bytes).decode()
            else { return .lost }
            return .replied(reply.outcome)
        }
    }
}
