import JSON
import PluginMessages
import Synchronization

/// The servers of the database that do not lead, for the one that does: what is deployed on their disks is reached there.
final class OtherServers: Sendable {
    private struct Entry {
        var server: JoinedServer
        /// When it has last replied.
        var repliedAt: ContinuousClock.Instant
        /// Whether it did not reply when it was last asked.
        var isMissed = false
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// When others could first know where this server is.
        var openedAt: ContinuousClock.Instant?
    }

    /// For which servers that have just lost the one that led may need to make themselves known.
    private static let arrival = Duration.seconds(5)
    private static let pause = Duration.milliseconds(100)
    /// For which one that has replied is there.
    private static let freshness = Duration.seconds(2)
    private static let pingTime = Duration.seconds(5)
    /// Beyond the limit of what is executed there.
    private static let grace = Duration.seconds(5)

    private let messenger: ServerMessenger?
    private let state = Mutex(State())
    /// The servers that have made themselves known, or reply again, each time.
    let arrivals: AsyncStream<String>
    private let arrived: AsyncStream<String>.Continuation

    /// - Parameter messenger: `nil` reaches none.
    init(_ messenger: ServerMessenger?) {
        self.messenger = messenger
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    /// From here on others can know where this server is.
    func open() { state.withLock { $0.openedAt = $0.openedAt ?? .now } }

    /// - Returns: One that is there with the same data directory, a copy; then the server is not noted.
    func join(_ server: JoinedServer) async -> DeploymentServer? {
        let known = state.withLock { $0.entries[server.id] }
        if let known, known.server.target != server.target, !known.isMissed, await replies(known.server) {
            return DeploymentServer(id: known.server.id, name: known.server.name)
        }
        state.withLock { $0.entries[server.id] = Entry(server: server, repliedAt: .now) }
        arrived.yield(server.id)
        return nil
    }

    /// Whether a server has made itself known by this.
    func knows(_ id: String, as target: String) -> Bool {
        state.withLock { $0.entries[id]?.server.target } == target
    }

    /// Those that have made themselves known.
    var servers: [DeploymentServer] {
        state.withLock { state in
            state.entries.values.map { DeploymentServer(id: $0.server.id, name: $0.server.name) }
        }.sorted { $0.id < $1.id }
    }

    /// Whether a server can be reached now.
    func reaches(_ id: String) async -> Bool {
        guard let server = await joined(id) else { return false }
        return await isThere(server)
    }

    /// Has a server execute an operation of a provider.
    /// - Parameter name: Of the server, for people.
    /// - Throws: `deployment.elsewhere` when it cannot be reached.
    func execute(
        _ method: String, _ params: JSONValue, on id: String, name: String, within time: Duration
    ) async throws(PluginFailure) -> JSONValue {
        var tried: JoinedServer?
        while let messenger, let server = await joined(id), server != tried, await isThere(server) {
            tried = server
            let outcome = await messenger.send(
                method, params, to: server.address, for: server.target, within: time + Self.grace)
            switch outcome {
            case .replied(let result):
                note(server)
                return try result.get()
            case .lost:
                miss(server)
                throw .lost(by: name)
            case .notExecuted:
                // It may have made itself known again meanwhile.
                miss(server)
            }
        }
        throw .unreachable(name)
    }

    private func joined(_ id: String) async -> JoinedServer? {
        while true {
            let (server, openedAt) = state.withLock { ($0.entries[id]?.server, $0.openedAt) }
            if let server { return server }
            guard messenger != nil, let openedAt, .now - openedAt < Self.arrival, !Task.isCancelled else { return nil }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// What is sent to a server that is paused, or whose machine is gone, would wait for long.
    private func isThere(_ server: JoinedServer) async -> Bool {
        let isFresh = state.withLock { state in
            guard let entry = state.entries[server.id], entry.server == server, !entry.isMissed else { return false }
            return .now - entry.repliedAt < Self.freshness
        }
        return isFresh ? true : await replies(server)
    }

    private func replies(_ server: JoinedServer) async -> Bool {
        guard let messenger else { return false }
        let outcome = await messenger.send(
            ServerMessage.Method.ping, [:], to: server.address, for: server.target, within: Self.pingTime)
        guard case .replied = outcome else {
            miss(server)
            return false
        }
        note(server)
        return true
    }

    private func note(_ server: JoinedServer) {
        let isBack = state.withLock { state in
            guard var entry = state.entries[server.id], entry.server == server else { return false }
            let wasMissed = entry.isMissed
            entry.repliedAt = .now
            entry.isMissed = false
            state.entries[server.id] = entry
            return wasMissed
        }
        if isBack { arrived.yield(server.id) }
    }

    private func miss(_ server: JoinedServer) {
        state.withLock { state in
            if state.entries[server.id]?.server == server { state.entries[server.id]?.isMissed = true }
        }
    }
}
