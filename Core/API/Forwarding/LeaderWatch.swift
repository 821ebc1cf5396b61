import Logging
import Platform
import Synchronization

/// Follows which server leads, until this one does.
package final class LeaderWatch: Sendable {
    private struct State {
        var leadership = Leadership.none
        /// To the server that ``leadership`` names.
        var connection: LeaderConnection?
        var link: ServerLink?
        /// Whether the database could be read when it was last tried.
        var readsDatabase = false
        /// Whether the log has that the server that leads cannot be reached.
        var hasWarned = false
    }

    private let lookup: LeaderLookup
    private let interval: Duration
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter interval: Between two polls into the database.
    package init(_ lookup: LeaderLookup, every interval: Duration = .milliseconds(500), logger: Logger) {
        self.lookup = lookup
        self.interval = interval
        self.logger = logger
    }

    var leadership: Leadership { state.withLock { $0.leadership } }

    var readsDatabase: Bool { state.withLock { $0.readsDatabase } }

    /// - Returns: `nil` before the first poll, and before the first start of the installation.
    package var link: ServerLink? { state.withLock { $0.link } }

    /// The server that has proved that it leads; `nil` when there is none.
    package var leader: Leader? { proved?.leader }

    /// - Returns: Connections to the server that has proved that it leads; `nil` when there is none.
    var proved: LeaderConnection? {
        state.withLock { state in
            if case .proved = state.leadership { state.connection } else { nil }
        }
    }

    /// Follows until this server leads, or the task is cancelled.
    /// - Throws: `StartError` when this server has another master key.
    package func run() async throws {
        do {
            while leadership != .own {
                try await poll()
                // Requests may wait for the next one.
                try await Task.sleep(for: proved == nil ? interval / 5 : interval)
            }
        } catch is CancellationError {}
        await close(nil)
    }

    /// This server leads from here on; what it has forwarded is lost.
    package func lead() { state.withLock { $0.leadership.lead() } }

    func unreachable(_ leader: Leader) {
        let isNew = state.withLock { state in
            state.leadership.unreachable(leader)
            guard case .lost(leader, _) = state.leadership, !state.hasWarned else { return false }
            state.hasWarned = true
            return true
        }
        guard isNew else { return }
        logger.warning("The server \(leader.name) leads and cannot be reached at \(leader.address ?? "no address").")
    }

    func refused(by leader: Leader) { state.withLock { $0.leadership.refused(by: leader) } }

    private func poll() async throws {
        let leader: Leader?
        let beat: Int
        do {
            if link == nil {
                let link = try await lookup.link()
                state.withLock { $0.link = link }
            }
            let found = try await lookup.leader()
            (leader, beat) = (found?.leader, found?.beat ?? 0)
            state.withLock { $0.readsDatabase = true }
        } catch let error as StartError {
            throw error
        } catch {
            try Task.checkCancellation()
            // The one that led may still do.
            state.withLock { $0.readsDatabase = false }
            return
        }
        let isOther = state.withLock { state in
            // Before the first start has ended, nobody can prove anything.
            state.leadership.saw(state.link == nil ? nil : leader, beat: beat)
        }
        if isOther { await close(nil) }
        try await probe()
    }

    private func probe() async throws {
        switch leadership {
        case .none, .leaving, .own: return
        case .found(let leader), .proved(let leader), .lost(let leader, _):
            guard let connection = await connection(to: leader) else { return }
            let outcome = await connection.probe()
            try Task.checkCancellation()
            switch outcome {
            case .response: proved(leader)
            case .refused: refused(by: leader)
            case .notSent, .lost: unreachable(leader)
            }
        }
    }

    private func proved(_ leader: Leader) {
        let isNew = state.withLock { state in
            let before = state.leadership
            state.leadership.proved(leader)
            state.hasWarned = false
            return before != state.leadership
        }
        if isNew { logger.notice("Requests are forwarded to the server \(leader.name).") }
    }

    private func connection(to leader: Leader) async -> LeaderConnection? {
        let (known, link) = state.withLock { ($0.connection, $0.link) }
        if let known, known.leader == leader { return known }
        guard let link else { return nil }
        let made = LeaderConnection(leader, link)
        await close(made)
        return made
    }

    /// - Parameter next: What takes the place of the connection that is closed.
    private func close(_ next: LeaderConnection?) async {
        let old = state.withLock { state in
            defer { state.connection = next }
            return state.connection
        }
        await old?.close()
    }
}
