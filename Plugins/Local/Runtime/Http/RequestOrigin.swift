import Egress
import HTTPTypes
import NIOCore
import PluginMessages

/// Where a request to a deployed Worker comes from, and the address that its sender used: by the connection itself, and
/// by what the operator's own proxies add. What anyone else claims about it does not count, and does not reach Workers.
struct RequestOrigin: Equatable {
    /// An IP address.
    let client: String
    /// `http` or `https`.
    let scheme: String
    /// Host and port.
    let authority: String
    /// Of the address before `/w/NAME`'s own path; empty or `/…`.
    let prefix: String

    /// - Parameters:
    ///   - peer: The address at the other end of the connection.
    ///   - proxies: How many of the operator's proxies a request passes, each of which adds to these fields or, the
    ///     outermost one, sets them.
    ///   - own: The server's own host and port, for a request of HTTP/1.0, which need not name one (RFC 9112, section 3.3).
    /// - Returns: `nil` when the request names no valid host.
    init?(_ head: HTTPRequest, peer: String, proxies: Int, own: String?) {
        guard let host = head.authority ?? own, Self.isAuthority(host) else {
            return nil
        }
        func told(_ name: HTTPField.Name) -> String? {
            guard proxies > 0 else { return nil }
            let values = head.headerFields[values: name].flatMap { $0.split(separator: ",") }
            guard !values.isEmpty else { return nil }
            return values[max(0, values.count - proxies)].trimmingSpaces
        }
        client = told(.forwardedFor).flatMap(Self.address) ?? peer
        scheme =
            told(.forwardedProto).map { $0.lowercased() }.flatMap { ["http", "https"].contains($0) ? $0 : nil }
            ?? "http"
        authority = told(.forwardedHost).flatMap { Self.isAuthority($0) ? $0 : nil } ?? host
        prefix = told(.forwardedPrefix).flatMap(Self.path) ?? ""
    }

    /// Whose requests are counted together.
    var network: String { Self.network(of: client) }

    /// Whose connections are counted together, by the address at their other end.
    @Sendable static func network(_ address: SocketAddress?) -> String {
        address?.ipAddress.map { network(of: $0) } ?? "unknown"
    }

    /// One customer of a network has a whole IPv6 network of 64 bits.
    private static func network(of client: String) -> String {
        guard let address = IPAddress(client), address.bytes.count == 16 else { return client }
        return "\(IPAddress(bytes: Array(address.bytes.prefix(8)) + Array(repeating: 0, count: 8)))"
    }

    /// The fields by which Cloudflare tells a Worker the same ("HTTP headers" of its documentation).
    var fields: [(name: String, value: String)] {
        [
            ("host", authority), ("cf-connecting-ip", client), ("x-forwarded-for", client),
            ("x-forwarded-proto", scheme), ("x-real-ip", client),
        ]
    }

    /// Fields that say what only ``fields`` may.
    static let names: Set<String> = [
        "host", "cf-connecting-ip", "cf-connecting-ipv6", "forwarded", "true-client-ip", "x-forwarded-for",
        "x-forwarded-host", "x-forwarded-prefix", "x-forwarded-proto", "x-real-ip",
    ]

    private static func address(_ text: String) -> String? {
        // Some proxies add the port.
        let bare = text.hasPrefix("[") ? text.dropFirst().prefix { $0 != "]" } : text[...]
        if let address = IPAddress(String(bare)) { return "\(address)" }
        return IPAddress(String(bare.prefix { $0 != ":" })).map { "\($0)" }
    }

    /// A name or an address with or without a port; no user (RFC 9110, section 4.2.4).
    private static func isAuthority(_ text: String) -> Bool {
        let address = text.hasPrefix("[") ? text.dropFirst().prefix { $0 != "]" } : text.prefix { $0 != ":" }
        let isName = !address.isEmpty && address.utf8.count <= 253 && address.utf8.allSatisfy(isNamePart)
        let rest = text.dropFirst(address.count + (text.hasPrefix("[") ? 2 : 0))
        let port = rest.dropFirst()
        return (text.hasPrefix("[") ? IPAddress(String(address)) != nil && text.contains("]") : isName)
            && (rest.isEmpty || rest.first == ":" && UInt16(port) != nil && port.utf8.allSatisfy { $0 >= 0x30 })
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._".utf8.contains(byte)
        }
    }

    private static func path(_ text: String) -> String? {
        let path = text.reversed().drop { $0 == "/" }.reversed()
        guard path.first == "/", !path.contains("//"), !path.contains(where: { "?#\\".contains($0) || $0.isWhitespace })
        else { return nil }
        return String(path)
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("x-forwarded-for")!
    fileprivate static let forwardedProto = Self("x-forwarded-proto")!
    fileprivate static let forwardedHost = Self("x-forwarded-host")!
    fileprivate static let forwardedPrefix = Self("x-forwarded-prefix")!
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
