import Synchronization
import Values

/// The sessions in which a server sends messages to others.
package final class MessageChannels: Sendable {
    /// A server to which messages are sent.
    struct Place: Hashable, Sendable {
        let address: String
        let target: String
    }

    /// What tells a message from all others of its session.
    struct Slot: Sendable {
        let session: String
        let number: Int
        /// Until then its receiver knows for certain whether it was executed.
        let isKnownUntil: ContinuousClock.Instant
    }

    private struct Channel {
        let session: String
        let openedAt: ContinuousClock.Instant
        var last = 0

        /// Half of what its receiver allows, by this server's clock from before that one's begins.
        var until: ContinuousClock.Instant { openedAt + MessageSessions.lifetime / 2 }
    }

    private struct Left {
        let session: String
        let until: ContinuousClock.Instant
    }

    private struct State {
        var channels: [Place: Channel] = [:]
        var left: [Place: [Left]] = [:]
    }

    /// Sessions that a receiver is told have ended.
    static let mostLeft = 64

    private let state = Mutex(State())
    private let opening = SerialQueue<Place>()

    package init() {}

    /// - Parameter open: Asks the receiver for a session, and tells it of those that have ended; `nil` when it does not reply.
    nonisolated(nonsending) func next(
        at place: Place, _ open: (_ ended: [String]) async -> String?
    ) async -> Slot? {
        if let slot = take(at: place) { return slot }
        let ticket = await opening.wait(place)
        defer { opening.end(ticket) }
        if let slot = take(at: place) { return slot }
        let openedAt = ContinuousClock.now
        let ended = state.withLock { state in
            let now = ContinuousClock.now
            state.channels = state.channels.filter { $0.value.until > now }
            state.left = state.left.mapValues { $0.filter { $0.until > now } }.filter { !$0.value.isEmpty }
            return state.left[place, default: []].map(\.session)
        }
        guard let session = await open(ended) else { return nil }
        state.withLock { state in
            state.left[place]?.removeAll { ended.contains($0.session) }
            state.channels[place] = Channel(session: session, openedAt: openedAt)
        }
        return take(at: place)
    }

    /// Sends nothing more in a session: what is under way in it is not to be executed once the receiver has replied again.
    func leave(_ session: String, at place: Place) {
        state.withLock { state in
            if state.channels[place]?.session == session { state.channels[place] = nil }
            guard state.left[place]?.contains(where: { $0.session == session }) != true else { return }
            let until = ContinuousClock.now + MessageSessions.lifetime * 2
            state.left[place, default: []].append(Left(session: session, until: until))
            if state.left[place, default: []].count > Self.mostLeft { state.left[place]?.removeFirst() }
        }
    }

    private func take(at place: Place) -> Slot? {
        state.withLock { state in
            guard var channel = state.channels[place], channel.until > .now else { return nil }
            channel.last += 1
            state.channels[place] = channel
            return Slot(
                session: channel.session, number: channel.last,
                isKnownUntil: channel.openedAt + MessageSessions.lifetime)
        }
    }
}
