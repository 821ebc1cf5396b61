/// The cookies of Millrace's API, which never pass between browsers and deployed code: cookies know no port, so that
/// a browser sends them to every address of the API's host.
enum ServerCookies {
    /// What their names begin with, in any case.
    private static let prefix = "millrace_"
    /// What browsers allow before a name for more safety (RFC 6265bis, "Cookie Name Prefixes").
    private static let guards = ["__host-", "__secure-"]

    /// - Parameter header: The value of a `Cookie` field.
    /// - Returns: The value without them; `nil` if nothing is left.
    static func removed(from header: String) -> String? {
        let pairs = header.split(separator: ";").filter { !isOwn($0) }
        guard !pairs.isEmpty else { return nil }
        return pairs.joined(separator: ";").trimmingSpaces()
    }

    /// Whether a cookie, as `Cookie` and `Set-Cookie` spell it, is one of them.
    ///
    /// A cookie without a name is sent as its value alone: `=millrace_session=x` comes back as another's cookie.
    static func isOwn(_ cookie: some StringProtocol) -> Bool {
        var name = cookie.lowercased().drop { $0.isWhitespace || $0 == "=" || $0 == "\"" }
        while let found = guards.first(where: { name.hasPrefix($0) }) { name = name.dropFirst(found.count) }
        return name.hasPrefix(prefix)
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        let start = drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
