import JSON

/// What a call of a member of `env` gives.
struct BindingAnswer: Sendable {
    /// Absent for `undefined`.
    var value: JSONValue?
    /// Goes along; the value, an object then, gets its number as the member `body`.
    var body: ByteSource?
    /// Bytes of the body that are in memory.
    var bodyBytes: Int

    init(_ value: JSONValue? = nil, body: ByteSource? = nil, bodyBytes: Int = 0) {
        self.value = value
        self.body = body
        self.bodyBytes = bodyBytes
    }
}
