import HTTPTypes
import Hummingbird
import NIOCore

/// What a proxy leaves in a request that it forwards.
enum ForwardingTrace {
    // RFC 7239; RFC 9110, section 7.6.3; RFC 8586; the others are de facto names of proxies and networks.
    private static let fields: Set<String> = [
        "forwarded", "forwarded-for", "via", "cdn-loop", "x-real-ip", "x-client-ip", "x-cluster-client-ip",
        "true-client-ip", "cf-connecting-ip", "fastly-client-ip", "fly-client-ip", "x-azure-clientip",
        "x-envoy-external-address", "x-original-for", "x-original-forwarded-for", "x-proxyuser-ip", "x-remote-ip",
        "x-vercel-forwarded-for",
    ]
    private static let prefix = "x-forwarded"

    /// Also true of a request whose `Host` is not a name of the machine itself: whoever sent it meant another address, as
    /// a browser does whose name server has led a page here.
    static func isIn(_ request: Request) -> Bool {
        let names = request.headers.map(\.name.canonicalName)
        if names.contains(where: { fields.contains($0) || $0.hasPrefix(prefix) }) { return true }
        guard let authority = request.head.authority else { return true }
        let host = ClientAddress(authority).text.lowercased()
        return host != "localhost" && !isLoopback(host)
    }

    private static func isLoopback(_ host: String) -> Bool {
        guard let address = try? SocketAddress(ipAddress: host, port: 0) else { return false }
        return address.protocol == .inet ? host.hasPrefix("127.") : host == "::1"
    }
}
