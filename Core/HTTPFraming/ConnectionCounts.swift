import Synchronization

/// How many connections a server has, in all and from each client.
package final class ConnectionCounts: Sendable {
    /// Whether there is room for a connection.
    package enum Admission: Sendable, Equatable {
        case admitted
        /// The server has as many as it may have.
        case full
        /// The client has as many as it may have.
        case fullForClient
    }

    private struct State: Sendable {
        var all = 0
        var clients: [String: Int] = [:]
        var refused = 0
    }

    /// Connections that are open to tell their clients that there is no room for them; further ones are closed at once.
    private static let mostRefused = 100

    package let limit: Int
    package let clientLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: In all.
    ///   - clientLimit: From one client.
    package init(limit: Int, clientLimit: Int) {
        self.limit = limit
        self.clientLimit = clientLimit
    }

    package var count: Int { state.withLock { $0.all } }

    /// Counts a connection if there is room for it.
    func admit(_ client: String) -> Admission {
        state.withLock { state in
            guard state.all < limit else { return .full }
            guard state.clients[client, default: 0] < clientLimit else { return .fullForClient }
            state.all += 1
            state.clients[client, default: 0] += 1
            return .admitted
        }
    }

    func release(_ client: String) {
        state.withLock { state in
            guard let count = state.clients[client] else { return }
            state.all -= 1
            state.clients[client] = count > 1 ? count - 1 : nil
        }
    }

    /// - Returns: Whether a refused connection may stay open for its response; if so, ``endRefusal()`` follows.
    func beginRefusal() -> Bool {
        state.withLock { state in
            guard state.refused < Self.mostRefused else { return false }
            state.refused += 1
            return true
        }
    }

    func endRefusal() { state.withLock { $0.refused -= 1 } }
}
