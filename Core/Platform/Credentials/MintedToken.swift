import Values

/// What authorizes requests until it ends.
package struct MintedToken: Sendable {
    /// By a node's fields; that of a token is `token`.
    package let values: [String: String]
    /// From 1 to ``longest``.
    package let seconds: Int
    /// The one that takes the place of the former.
    var refreshToken: String?

    func end(from now: Timestamp) -> Timestamp { now + .seconds(seconds) }

    /// A year: one that its vendor has end later, or never, is renewed then.
    static let longest = 31_536_000

    /// - Parameter seconds: As the vendor says, which may be any number.
    init(values: [String: String], seconds: Int, refreshToken: String? = nil) {
        self.values = values
        self.seconds = min(max(seconds, 1), Self.longest)
        self.refreshToken = refreshToken
    }

    package var accessToken: String { values["token"] ?? "" }
}
