import Foundation

/// What a program asks the proxy for (RFC 9110, sections 7.3.6 and 9.3.6; RFC 9112, section 3.2).
struct EgressRequest: Sendable {
    enum Purpose: Sendable {
        /// `CONNECT`: whatever follows is passed on.
        case tunnel(EgressTarget)
        /// A request to be sent with this head.
        case forward(EgressTarget, MessageHead)
        /// Why connections to a target failed last.
        case explain(EgressTarget)
    }

    /// A name that nobody can have (RFC 6761, section 6.4): `http://millrace.invalid/?example.com:443`
    private static let explaining = "http://millrace.invalid/?"
    /// For the proxy, not for whom it asks.
    private static let hop: Set<String> = [
        "proxy-authorization", "proxy-authenticate", "proxy-connection", "connection", "keep-alive", "te",
    ]

    let token: String
    let purpose: Purpose

    init(_ head: MessageHead) throws(EgressFailure) {
        token = Self.token(head["proxy-authorization"]) ?? ""
        let parts = head.line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { throw Self.invalid }
        if parts[0] == "CONNECT" {
            guard let target = EgressTarget(authority: parts[1]) else { throw Self.invalid }
            purpose = .tunnel(target)
        } else if parts[1].hasPrefix(Self.explaining) {
            let authority = parts[1].dropFirst(Self.explaining.count)
            guard let target = EgressTarget(authority: authority) else { throw Self.invalid }
            purpose = .explain(target)
        } else {
            (purpose) = try Self.forward(head, method: parts[0], url: parts[1])
        }
    }

    private static func forward(
        _ head: MessageHead, method: Substring, url: Substring
    ) throws(EgressFailure) -> Purpose {
        let scheme = "http://"
        guard url.lowercased().hasPrefix(scheme) else { throw invalid }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let target = EgressTarget(authority: authority, defaultPort: 80) else { throw invalid }
        let path = rest.dropFirst(authority.count)
        let upgrade = head["connection"]?.lowercased().contains("upgrade") == true ? head["upgrade"] : nil
        var forwarded = head
        forwarded.line = "\(method) \(path.hasPrefix("/") ? "" : "/")\(path) HTTP/1.1"
        forwarded.remove(hop.union(["host"]).union(upgrade == nil ? ["upgrade"] : []))
        forwarded.add("Host", String(authority))
        forwarded.add("Connection", upgrade == nil ? "close" : "Upgrade")
        return .forward(target, forwarded)
    }

    /// The password of HTTP's basic scheme (RFC 7617).
    private static func token(_ header: String?) -> String? {
        guard let header, header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(header.dropFirst("basic ".count)))
        else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1).last.map { String($0) }
    }

    private static let invalid = EgressFailure(
        kind: .invalid, message: "The request is not one for a proxy; expected CONNECT host:port or an http URL.")
}
