/// A pattern of a zone that a Worker answers.
struct WorkerRoute: Sendable, Hashable, Codable {
    let id: String
    let zone: String
    let pattern: String
    /// `nil`: requests pass by all Workers.
    let script: String?
}
