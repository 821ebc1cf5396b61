import JSON

/// What one server of the installation asks of another one.
struct ServerMessage: Codable, Sendable {
    /// An operation of a provider, or one of ``Method``.
    let method: String
    let params: JSONValue

    init(method: String, params: JSONValue) {
        self.method = method
        self.params = params
    }

    /// - Returns: `nil` for JSON that is not a message.
    init?(_ json: [UInt8]) {
        guard let message: ServerMessage = try? JSONValue(parsing: json).decode() else { return nil }
        self = message
    }

    /// What is asked besides operations of providers.
    enum Method {
        /// Of the server that leads: that the sender is there.
        static let join = "server.join"
        /// Of the server that leads: what plugins of the sender have told.
        static let events = "server.events"
        /// Of the server that leads: what a plugin of the sender asks of the server.
        static let request = "server.request"
        /// Of any server: a session for messages.
        static let open = "server.open"
        /// Of a server that does not lead: an endpoint of one of its plugins.
        static let resource = "server.resource"
        /// Of a server that does not lead: whether it is there.
        static let ping = "server.ping"
        /// Of any server: a part of a message that is too long to be sent whole, as the bytes that go along.
        static let part = "server.part"
        /// Of any server: the message whose parts have arrived.
        static let parcel = "server.parcel"
        /// Of any server: a part of a reply that is too long to be sent whole.
        static let read = "server.read"
    }

    /// A message, as far as everybody on the network sees it.
    struct Head: Sendable {
        /// Whom it is for: a server for as long as it leads, or follows the one that does.
        let target: String
        /// In which it is sent; empty for a message that opens one.
        let session: String
        /// Different in each message of the session.
        let number: Int
        /// Different in each message.
        let nonce: String

        init(target: String, session: String = "", number: Int = 0) {
            self.target = target
            self.session = session
            self.number = number
            nonce = "\(UInt64.random(in: 0 ... .max))\(UInt64.random(in: 0 ... .max))"
        }

        /// - Returns: `nil` for a text that no server of the installation has made.
        init?(_ text: String, _ link: ServerLink) {
            let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, let number = Int(parts[2]) else { return nil }
            target = parts[0]
            session = parts[1]
            self.number = number
            nonce = parts[3]
            guard link.isProof(parts[4], of: self.parts("head")) else { return nil }
        }

        func text(_ link: ServerLink) -> String {
            "\(target);\(session);\(number);\(nonce);\(link.proof(of: parts("head")))"
        }

        /// What tells the message, and its reply, from all others.
        func parts(_ kind: String) -> [String] { [kind, target, session, "\(number)", nonce] }
    }
}
