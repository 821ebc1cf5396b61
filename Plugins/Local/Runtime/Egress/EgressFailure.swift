import JSON

/// Why the proxy does not connect a program.
struct EgressFailure: Error, Sendable, Equatable {
    enum Kind: String, Sendable {
        /// The rules forbid every address of the host.
        case blocked
        case limit, unresolved, unreachable, invalid, unauthenticated
    }

    let kind: Kind
    let message: String

    var status: String {
        switch kind {
        case .blocked: "403 Forbidden"
        case .limit: "429 Too Many Requests"
        case .unresolved, .unreachable: "502 Bad Gateway"
        case .invalid: "400 Bad Request"
        case .unauthenticated: "407 Proxy Authentication Required"
        }
    }

    var json: JSONValue { ["kind": .string(kind.rawValue), "message": .string(message)] }

    static func blocked(_ target: EgressTarget) -> EgressFailure {
        EgressFailure(
            kind: .blocked,
            message: "Requests to addresses of this machine or its private networks are blocked: \(target). "
                + "Start the server with --local-allow-private to allow them.")
    }

    static func limit(_ connections: Int) -> EgressFailure {
        EgressFailure(
            kind: .limit,
            message: "The deployment has \(connections) outbound connections open, which is its limit. Open fewer at a "
                + "time, or start the server with a higher --local-connections.")
    }
}
