import HTTPTypes
import Hummingbird
import Platform

/// The origins whose pages may use the API with a session's cookie.
struct Origins: Sendable {
    /// The server's own, as browsers see it; `nil` takes what a request calls it, over HTTP.
    let own: String?
    let allowed: Set<String>

    /// - Throws: ``PlatformError/otherOrigin`` for a request that changes something and does not say that it comes from a
    ///   page of ours: another site may have made the browser send it.
    func check(_ request: Request) throws(PlatformError) {
        guard request.method != .get, request.method != .head else { return }
        guard let origin = request.headers[.origin], isKnown(origin, to: request) else {
            throw .otherOrigin
        }
    }

    /// Browsers send `Origin` with every POST, so a request without one is a program's, which no other site has made; one that
    /// a browser marks as another site's is refused in any case.
    /// - Throws: ``PlatformError/otherOrigin``, and an error for a body that is not declared as JSON: a page of another site
    ///   can send any other type without asking.
    func checkSignIn(_ request: Request) throws {
        guard request.headers[.contentType] != nil else { throw HTTPError(.unsupportedMediaType) }
        let site = request.headers[Self.site]
        guard request.headers[.origin] != nil || (site != nil && site != "same-origin") else { return }
        try check(request)
    }

    // Fetch Metadata Request Headers, section 2.4; the name is a token, so it is always one.
    private static let site = HTTPField.Name("sec-fetch-site")!

    private func isKnown(_ origin: String, to request: Request) -> Bool {
        if allowed.contains(origin) { return true }
        if let own { return origin == own }
        return request.head.authority.map { origin == "http://\($0)" } ?? false
    }
}
