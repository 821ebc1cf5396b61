import Storage
import Synchronization

/// What happens in projects, for all who follow them. The newest events are kept, so that whoever lost the connection is sent
/// what came meanwhile.
package final class ProjectFeed: Sendable {
    /// Of all projects together.
    private static let kept = 4_096
    /// Events that a follower may be behind; one that is further behind connects again.
    private static let mostWaiting = 1_024
    /// Streams that a person, with all their keys and sessions, may have open. Each of those has a share: while all are in
    /// use, a new one takes the place of the oldest of whichever has more.
    package static let mostStreams = 32

    private struct State {
        /// The number of the next event.
        var next = 1
        var events: [FeedEvent] = []
        var followers: [Int: Follower] = [:]
        var lastFollower = 0

        /// The oldest stream of the key or session of a person that has the most, when the caller's has fewer, also with one
        /// more.
        func placeToShare(with caller: Caller) -> Int? {
            let all = Dictionary(grouping: followers.filter { $0.value.user == caller.user }) { $0.value.credential }
            guard let most = all.values.max(by: { $0.count < $1.count }),
                (all[caller.credential]?.count ?? 0) + 1 < most.count
            else { return nil }
            return most.map(\.key).min()
        }
    }

    private struct Follower {
        let project: ProjectID
        let user: UserID
        let credential: Credential
        let sink: AsyncStream<FeedEvent>.Continuation
    }

    /// Numbers are those of one start of the server.
    private let start: String
    private let state = Mutex(State())

    package init() { start = String(UInt32.random(in: .min ... .max), radix: 16) }

    /// The id of an event, for `Last-Event-ID`.
    package func place(of event: FeedEvent) -> String { "\(start)-\(event.number)" }

    /// The events after a place, then new ones. When some of them are not kept any more, the first one is
    /// ``FeedEvent/Content/missed``.
    /// - Parameter place: `nil` begins with new ones.
    /// - Throws: ``PlatformError/tooManyStreams(limit:)``
    package func follow(_ caller: Caller, after place: String?) throws(PlatformError) -> AsyncStream<FeedEvent> {
        let (stream, sink) = AsyncStream.makeStream(
            of: FeedEvent.self, bufferingPolicy: .bufferingOldest(Self.kept + Self.mostWaiting))
        let (follower, replaced): (Int?, Follower?) = state.withLock { state in
            var replaced: Follower?
            if state.followers.values.count(where: { $0.user == caller.user }) >= Self.mostStreams {
                guard let place = state.placeToShare(with: caller) else { return (nil, nil) }
                replaced = state.followers.removeValue(forKey: place)
            }
            for event in missed(place, of: caller.project, in: state) { sink.yield(event) }
            state.lastFollower += 1
            state.followers[state.lastFollower] = Follower(
                project: caller.project, user: caller.user, credential: caller.credential, sink: sink)
            return (state.lastFollower, replaced)
        }
        // Outside of the lock, which its end takes, too.
        replaced?.sink.finish()
        guard let follower else { throw .tooManyStreams(limit: Self.mostStreams) }
        sink.onTermination = { [weak self] _ in
            self?.state.withLock { state in state.followers[follower] = nil }
        }
        return stream
    }

    package func publish(_ content: FeedEvent.Content, in project: ProjectID) {
        let slow = state.withLock { state in
            let event = FeedEvent(number: state.next, project: project, content: content)
            state.next += 1
            state.events.append(event)
            if state.events.count >= 2 * Self.kept { state.events.removeFirst(Self.kept) }
            return state.followers.values.filter { follower in
                guard follower.project == project, case .dropped = follower.sink.yield(event) else { return false }
                return true
            }
        }
        // Outside of the lock, which their ends take, too.
        for follower in slow { follower.sink.finish() }
    }

    private func missed(_ place: String?, of project: ProjectID, in state: State) -> [FeedEvent] {
        guard let place else { return [] }
        let parts = place.split(separator: "-")
        guard parts.count == 2, parts[0] == start, let number = Int(parts[1]), number < state.next,
            number + 1 >= state.events.first?.number ?? state.next
        else { return [FeedEvent(number: state.next - 1, project: project, content: .missed)] }
        return state.events.filter { $0.number > number && $0.project == project }
    }
}
