import HTTPTypes

/// Fields that are for one connection and end with it (RFC 9110, section 7.6.1).
enum HopByHop {
    private static let fields: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te",
        "transfer-encoding", "upgrade",
    ]

    /// Removes them, and those that `Connection` names.
    static func remove(from headers: inout HTTPFields) {
        let named = headers[values: .connection].flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace }.lowercased() }
        let removed = fields.union(named)
        headers.removeAll { removed.contains($0.name.canonicalName) }
    }
}
