import JSON

/// A server that a person uses, and what authenticates them there.
struct Profile: Sendable {
    let url: String
    var key: String?
    /// The token of a person's session, for what API keys may not do.
    var session: String?

    init(url: String, key: String? = nil, session: String? = nil) {
        (self.url, self.key, self.session) = (url, key, session)
    }

    /// - Returns: `nil` for JSON that is not a profile.
    init?(_ json: JSONValue) {
        guard let url = json["url"]?.string else { return nil }
        self.init(url: url, key: json["key"]?.string, session: json["session"]?.string)
    }

    var json: JSONValue {
        .object(
            JSONObject(
                present: ("url", .string(url)), ("key", key.map(JSONValue.string)),
                ("session", session.map(JSONValue.string))))
    }
}
