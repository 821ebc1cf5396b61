import Platform

/// What a server that stands by knows of the one that leads. Requests are forwarded only to a server that has proved that it
/// leads.
enum Leadership: Sendable, Equatable {
    /// Nobody leads, or it does not serve yet.
    case none
    /// The database names it; it has not proved anything, or cannot be reached any more.
    case found(Leader)
    case proved(Leader)
    /// It refuses requests, since it stops: the next one has a higher epoch.
    case leaving(Leader)
    /// This server leads.
    case own

    /// The server that is named by the database, reachable or not.
    var leader: Leader? {
        switch self {
        case .none, .own: nil
        case .found(let leader), .proved(let leader), .leaving(let leader): leader
        }
    }

    /// - Parameter leader: What the database names.
    /// - Returns: Whether there is another one than before: what is still under way to that one gets no response, as a server
    ///   that stops finishes all before it leaves the database to the next.
    mutating func saw(_ leader: Leader?) -> Bool {
        guard self != .own else { return false }
        let before = self.leader
        guard let leader, leader.address != nil else {
            self = .none
            return before != nil
        }
        guard before != leader else { return false }
        self = .found(leader)
        return before != nil
    }

    mutating func proved(_ leader: Leader) {
        if self == .found(leader) { self = .proved(leader) }
    }

    mutating func unreachable(_ leader: Leader) {
        if self == .proved(leader) { self = .found(leader) }
    }

    mutating func refused(by leader: Leader) {
        if self == .proved(leader) || self == .found(leader) { self = .leaving(leader) }
    }

    mutating func lead() { self = .own }
}
