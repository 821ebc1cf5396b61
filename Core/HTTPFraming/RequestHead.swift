import NIOHTTP1

/// The rules of RFC 9112 for the head of a request, checked before anything reads it.
enum RequestHead {
    /// - Returns: The head with its target in origin form: an absolute one takes the place of `Host` (section 3.2.2).
    /// - Throws: ``MalformedHead``, after which nothing more of the connection can be understood.
    static func checked(_ head: HTTPRequestHead) throws(MalformedHead) -> HTTPRequestHead {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || (hosts.isEmpty && head.version == .http1_0), hosts.allSatisfy(HostField.isValid)
        else {
            throw .host
        }
        // A coding that is not understood leaves unknown where the body ends; HTTP/1.0 has none (section 6.1).
        let codings = head.headers["transfer-encoding"]
        guard codings.isEmpty || (head.version != .http1_0 && codings.map { $0.lowercased() } == ["chunked"]) else {
            throw .transferCoding
        }
        if head.uri.hasPrefix("/") || (head.uri == "*" && head.method == .OPTIONS) { return head }
        guard let (authority, path) = absolute(head.uri), HostField.isValid(authority) else { throw .target }
        var head = head
        head.headers.replaceOrAdd(name: "host", value: authority)
        head.uri = path
        return head
    }

    /// - Returns: Of an `http:` or `https:` URL; `nil` for any other target.
    private static func absolute(_ target: String) -> (authority: String, path: String)? {
        guard let scheme = target.firstIndex(of: ":"), ["http", "https"].contains(target[..<scheme].lowercased()),
            target[scheme...].hasPrefix("://")
        else { return nil }
        let rest = target[scheme...].dropFirst(3)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let path = rest[end...]
        return (String(rest[..<end]), path.hasPrefix("/") ? String(path) : "/\(path)")
    }
}
