import HTTPTypes
import Hummingbird
import NIOCore
import Platform
import Values

/// The origins whose pages may use the API with a session's cookie.
struct Origins: Sendable {
    /// The server's own, as browsers see it; `nil` takes what a request calls it, over HTTP.
    let own: String?
    let allowed: Set<String>

    /// Whether a request means this server: by an address, by a name of the machine itself, or by that of an allowed page. A
    /// page whose name server has led it here means another.
    func isNamed(by authority: String) -> Bool {
        let host = ClientAddress(authority).text.lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") || isAddress(host) { return true }
        return ([own].compactMap { $0 } + allowed).contains { (try? WebURL($0))?.host == host }
    }

    private func isAddress(_ host: String) -> Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }

    /// - Throws: ``PlatformError/otherOrigin`` for a request that changes something without the origin of an allowed page:
    ///   another site may have made the browser send it.
    func check(_ request: Request) throws(PlatformError) {
        guard request.method != .get, request.method != .head else { return }
        guard let origin = request.headers[.origin], isKnown(origin, to: request) else {
            throw .otherOrigin
        }
    }

    /// Checks a request that sets the cookie: a page of another site could otherwise sign its visitor in as somebody else.
    /// Browsers send `Origin` with every POST (Fetch, section 3.2): a request without it, and without what they tell of the
    /// site, is a program's, which no page has made.
    /// - Throws: ``PlatformError/otherOrigin``, and 415 for a body whose type is not declared, which a page of another site
    ///   can send without a preflight.
    func checkSignIn(_ request: Request) throws {
        guard request.headers[.contentType]?.isEmpty == false else { throw HTTPError(.unsupportedMediaType) }
        guard request.headers[.origin] != nil || request.headers[Self.fetchSite] != nil else { return }
        try check(request)
    }

    // Fetch Metadata Request Headers, section 2.4; the name is a token, so there is always one.
    private static let fetchSite = HTTPField.Name("sec-fetch-site")!

    private func isKnown(_ origin: String, to request: Request) -> Bool {
        if allowed.contains(origin) { return true }
        if let own { return origin == own }
        return request.head.authority.map { origin == "http://\($0)" } ?? false
    }
}
