import Values

/// A message that is being sent.
struct NewMessage: Sendable {
    let id: String
    let contentType: String
    let body: String
    let visibleAt: Timestamp
}
