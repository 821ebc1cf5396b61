import Platform

/// What a server that stands by knows of the one that leads. Requests are forwarded only to a server that has proved that it
/// leads.
enum Leadership: Sendable, Equatable {
    /// Nobody leads, or it does not serve yet.
    case none
    /// The database names it; it has not proved anything, or it lives and cannot be reached from here.
    case found(Leader)
    case proved(Leader)
    /// It had proved it, and cannot be reached any more: it has ended, unless its heartbeats go on.
    /// - Parameter beat: That was seen since; `nil` until the next poll.
    case lost(Leader, beat: Int?)
    /// It refuses requests, since it stops: the next one has a higher epoch.
    case leaving(Leader)
    /// This server leads.
    case own

    /// The server that is named by the database, reachable or not.
    var leader: Leader? {
        switch self {
        case .none, .own: nil
        case .found(let leader), .proved(let leader), .lost(let leader, _), .leaving(let leader): leader
        }
    }

    /// Whether no server leads, for all that this one sees: the others do not reach one either.
    var isVacant: Bool {
        switch self {
        case .none, .lost, .leaving: true
        case .found, .proved, .own: false
        }
    }

    /// - Parameters:
    ///   - leader: What the database names.
    ///   - beat: Its heartbeat.
    /// - Returns: Whether there is another one than before: what is still under way to that one gets no response, as a server
    ///   that stops finishes all before it leaves the database to the next.
    mutating func saw(_ leader: Leader?, beat: Int = 0) -> Bool {
        guard self != .own else { return false }
        let before = self.leader
        guard let leader, leader.address != nil else {
            self = .none
            return before != nil
        }
        guard before != leader else {
            if case .lost(_, let known) = self {
                self = known.map { $0 != beat } ?? false ? .found(leader) : .lost(leader, beat: beat)
            }
            return false
        }
        self = .found(leader)
        return before != nil
    }

    mutating func proved(_ leader: Leader) {
        if isFound(leader) { self = .proved(leader) }
    }

    mutating func unreachable(_ leader: Leader) {
        if self == .proved(leader) { self = .lost(leader, beat: nil) }
    }

    mutating func refused(by leader: Leader) {
        if self == .proved(leader) { self = .leaving(leader) }
        // One that has never proved anything may be another server at its address.
        if case .lost(leader, _) = self { self = .leaving(leader) }
    }

    mutating func lead() { self = .own }

    /// Whether a server is known and is not forwarded to.
    private func isFound(_ leader: Leader) -> Bool {
        switch self {
        case .found(leader), .lost(leader, _): true
        case .none, .found, .proved, .lost, .leaving, .own: false
        }
    }
}
