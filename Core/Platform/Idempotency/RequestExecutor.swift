import Storage

/// A server that executes requests under keys, as it is noted with them.
struct RequestExecutor: Sendable, Equatable {
    /// How long after a sign of it a server may still execute a request, in milliseconds. It decides only what a retry is told:
    /// of two servers that execute a request one can commit its change.
    private static let patience: Int64 = 15_000

    /// Tells this process from all others.
    let text: String
    private let role: Role

    private enum Role: Equatable {
        /// The only one of its database, or of an earlier version: there is one at a time.
        case only
        case leads(epoch: Int)
        case follows
    }

    /// The server that leads in an epoch.
    /// - Parameter epoch: `nil` where there is only one server.
    static func leader(in epoch: Int?) -> RequestExecutor {
        let id = Identifier<RequestExecutor>.make().text
        return RequestExecutor(text: epoch.map { "leader/\($0)/\(id)" } ?? id)
    }

    static func follower() -> RequestExecutor {
        RequestExecutor(text: "follower/\(Identifier<RequestExecutor>.make().text)")
    }

    init(text: String) {
        self.text = text
        let parts = text.split(separator: "/")
        if parts.count == 3, parts[0] == "leader", let epoch = Int(parts[1]) {
            role = .leads(epoch: epoch)
        } else if parts.count == 2, parts[0] == "follower" {
            role = .follows
        } else {
            role = .only
        }
    }

    /// Whether this server, another one than the one that asks, may still execute a request.
    /// - Parameters:
    ///   - sign: When the request was begun, or its change committed.
    ///   - epoch: The current one of the database.
    func mayExecute(since sign: Timestamp, in epoch: Int?, at now: Timestamp) -> Bool {
        let isRecent = now < sign.adding(milliseconds: Self.patience)
        return switch role {
        case .only: false
        // One of an earlier epoch cannot change anything any more.
        case .leads(let own): isRecent && own == epoch
        case .follows: isRecent
        }
    }
}
