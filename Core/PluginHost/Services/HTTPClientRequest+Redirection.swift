import AsyncHTTPClient
import FoundationEssentials

extension HTTPClientRequest {
    /// The request that a redirection asks for (Fetch Standard, "HTTP-redirect fetch"), as the client of the server's own plugins
    /// makes it.
    /// - Returns: `nil` for a response that is none.
    func redirected(by response: GuardedClient.Response) -> HTTPClientRequest? {
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.header("location"),
            let here = URL(string: url), let there = URL(string: location, relativeTo: here)?.absoluteURL
        else { return nil }
        var next = self
        next.url = there.absoluteString
        let isRead = response.status == 303 && method != .HEAD
        if isRead || ([301, 302].contains(response.status) && method == .POST) {
            next.method = .GET
            next.body = nil
            for name in ["content-length", "content-type", "content-encoding", "content-language", "content-location"] {
                next.headers.remove(name: name)
            }
        }
        // What was meant for one server is no other's.
        let isSame = here.scheme == there.scheme && here.host() == there.host() && here.port == there.port
        if !isSame {
            for name in ["authorization", "cookie", "proxy-authorization", "host"] { next.headers.remove(name: name) }
        }
        return next
    }
}
