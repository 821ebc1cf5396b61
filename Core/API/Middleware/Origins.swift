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

    private func isKnown(_ origin: String, to request: Request) -> Bool {
        if allowed.contains(origin) { return true }
        if let own { return origin == own }
        return request.head.authority.map { origin == "http://\($0)" } ?? false
    }
}
