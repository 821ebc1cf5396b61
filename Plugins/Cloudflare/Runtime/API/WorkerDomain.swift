/// A host name that is a Worker's own.
struct WorkerDomain: Sendable, Hashable, Codable {
    let id: String
    let hostname: String
    let zoneName: String?
}
