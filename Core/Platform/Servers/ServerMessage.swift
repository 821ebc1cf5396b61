import JSON

/// What one server of the installation asks of another one.
struct ServerMessage: Codable, Sendable {
    /// An operation of a provider, or one of ``Method``.
    let method: String
    let params: JSONValue

    /// What is asked besides operations of providers.
    enum Method {
        /// Of the server that leads: that the sender is there.
        static let join = "server.join"
        /// Of the server that leads: what plugins of the sender have told.
        static let events = "server.events"
        /// Of the server that leads: what a plugin of the sender asks of the server.
        static let request = "server.request"
        /// Of a server that does not lead: whether it is there.
        static let ping = "server.ping"
    }

    /// A message, as far as everybody on the network sees it.
    struct Head: Sendable {
        /// Whom it is for: a server for as long as it leads, or follows the one that does.
        let target: String
        /// Different in each message.
        let nonce: String

        init(target: String) {
            self.target = target
            nonce = "\(UInt64.random(in: 0 ... .max))\(UInt64.random(in: 0 ... .max))"
        }

        /// - Returns: `nil` for a text that no server of the installation has made.
        init?(_ text: String, _ link: ServerLink) {
            let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return nil }
            target = parts[0]
            nonce = parts[1]
            guard link.isProof(parts[2], of: self.parts("head")) else { return nil }
        }

        func text(_ link: ServerLink) -> String { "\(target);\(nonce);\(link.proof(of: parts("head")))" }

        /// What tells the message, and its reply, from all others.
        func parts(_ kind: String) -> [String] { [kind, target, nonce] }
    }
}
