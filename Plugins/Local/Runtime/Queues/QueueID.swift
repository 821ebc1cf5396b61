/// A queue. Each connection has its own.
struct QueueID: Hashable, Sendable {
    let account: String
    let name: String
}
