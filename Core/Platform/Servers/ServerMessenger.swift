import JSON
import PluginMessages

/// Sends messages that only servers of the installation can read.
struct ServerMessenger: Sendable {
    enum Outcome: Sendable {
        case replied(Result<JSONValue, PluginFailure>)
        case notExecuted
        /// It may have been executed.
        case lost
    }

    let link: ServerLink
    let transport: any ServerTransport

    /// - Parameter target: Whom it is for, at the address.
    func send(
        _ method: String, _ params: JSONValue, to address: String, for target: String, within time: Duration
    ) async -> Outcome {
        let head = ServerMessage.Head(target: target)
        guard let message = try? JSONValue(encoding: ServerMessage(method: method, params: params)).bytes else {
            return .notExecuted
        }
        let sealed = link.seal(message, for: head.parts("message"))
        switch await transport.send(sealed, head: head.text(link), to: address, within: time) {
        case .notExecuted: return .notExecuted
        case .lost: return .lost
        case .reply(let sealed):
            // Whoever answered, it is not who was meant.
            guard let bytes = link.open(sealed, for: head.parts("reply")),
                let reply: ServerReply = try? JSONValue(parsing: bytes).decode()
            else { return .lost }
            return .replied(reply.outcome)
        }
    }
}
