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

    /// Of a part of a long message, or of a long reply, whatever the whole may take.
    private static let partTime = Duration.seconds(30)

    let link: ServerLink
    let transport: any ServerTransport
    let channels: MessageChannels
    let parcels: MessageParcels

    init(
        link: ServerLink, transport: any ServerTransport, channels: MessageChannels = MessageChannels(),
        parcels: MessageParcels = MessageParcels()
    ) {
        self.link = link
        self.transport = transport
        self.channels = channels
        self.parcels = parcels
    }

    /// Sends a message, a long one in parts before.
    /// - Parameter target: Whom it is for, at the address.
    func send(
        _ method: String, _ params: JSONValue, to address: String, for target: String, within time: Duration
    ) async -> Outcome {
        let place = MessageChannels.Place(address: address, target: target)
        guard let message = try? MessageContent(encoding: ServerMessage(method: method, params: params)) else {
            return .notExecuted
        }
        guard parcels.isLong(message.json) else { return await outcome(of: message, at: place, within: time) }
        let parts = parcels.parts(of: message.json)
        for (part, bytes) in parts {
            guard let content = Self.content(ServerMessage.Method.part, part, bytes) else { return .notExecuted }
            switch await outcome(of: content, at: place, within: Self.partTime) {
            case .replied(.success): continue
            case .replied(.failure(let failure)): return .replied(.failure(failure))
            // Parts alone change nothing.
            case .notExecuted, .lost: return .notExecuted
            }
        }
        guard let part = parts.first?.part,
            let content = Self.content(
                ServerMessage.Method.parcel, MessageParcels.Whole(parcel: part.parcel, size: part.size))
        else { return .notExecuted }
        return await outcome(of: content, at: place, within: time)
    }

    private static func content(
        _ method: String, _ params: some Encodable, _ bytes: [UInt8] = []
    ) -> MessageContent? {
        try? MessageContent(
            encoding: ServerMessage(method: method, params: try JSONValue(encoding: params)), bytes: bytes)
    }

    private func outcome(
        of message: MessageContent, at place: MessageChannels.Place, within time: Duration
    ) async -> Outcome {
        switch await deliver(message, at: place, within: time) {
        case .notExecuted: return .notExecuted
        case .lost, .refused: return .lost
        case .replied(let reply, _):
            guard reply.failure?.code != MessageParcels.incomplete.code else { return .notExecuted }
            guard let whole = reply.parcel else { return .replied(reply.outcome) }
            do throws(PluginFailure) {
                let fetched = try await parcels.fetching(whole.size) { await fetch(whole, from: place) }
                return fetched.map { .replied($0.outcome) } ?? .lost
            } catch { return .replied(.failure(error)) }
        }
    }

    /// Fetches a long reply in parts.
    private func fetch(_ whole: MessageParcels.Whole, from place: MessageChannels.Place) async -> ServerReply? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(whole.size)
        while bytes.count < whole.size {
            let part = MessageParcels.Part(parcel: whole.parcel, offset: bytes.count, size: whole.size)
            guard let content = Self.content(ServerMessage.Method.read, part),
                case .replied(_, let next) = await deliver(content, at: place, within: Self.partTime), !next.isEmpty
            else { return nil }
            bytes += next
        }
        return try? JSONValue(parsing: bytes).decode()
    }

    private func deliver(
        _ message: MessageContent, at place: MessageChannels.Place, within time: Duration
    ) async -> Exchange {
        let end = ContinuousClock.now + time
        for _ in 0..<Self.attempts {
            let slot = await channels.next(at: place) { await open(ending: $0, at: place, within: end - .now) }
            guard let slot else { return .notExecuted }
            let head = ServerMessage.Head(target: place.target, session: slot.session, number: slot.number)
            let exchange = await exchange(message, head, at: place, within: end - .now)
            switch exchange {
            case .replied, .notExecuted: return exchange
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
        case replied(ServerReply, bytes: [UInt8])
        case refused(MessageRefusal)
        case notExecuted
        case lost
    }

    private func open(ending ended: [String], at place: MessageChannels.Place, within time: Duration) async -> String? {
        let head = ServerMessage.Head(target: place.target)
        guard let content = Self.content(ServerMessage.Method.open, ["ended": ended]),
            case .replied(let reply, _) = await exchange(content, head, at: place, within: time)
        else { return nil }
        return try? reply.outcome.get().string
    }

    private func exchange(
        _ message: MessageContent, _ head: ServerMessage.Head, at place: MessageChannels.Place, within time: Duration
    ) async -> Exchange {
        guard time > .zero else { return .notExecuted }
        let sealed = link.seal(message.packed, for: head.parts("message"))
        switch await transport.send(sealed, head: head.text(link), to: place.address, within: time) {
        case .notExecuted: return .notExecuted
        case .lost: return .lost
        // Whoever said something else, it is not who was meant.
        case .refused(let text):
            guard let reason = ServerReceiver.Refused.reason(text, of: head, link) else { return .lost }
            return .refused(reason)
        case .reply(let sealed):
            guard let content = link.open(sealed, for: head.parts("reply")).flatMap(MessageContent.init(packed:)),
                let reply: ServerReply = try? JSONValue(parsing: content.json).decode()
            else { return .lost }
            return .replied(reply, bytes: content.bytes)
        }
    }
}
