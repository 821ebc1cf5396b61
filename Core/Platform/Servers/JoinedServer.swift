/// A server that does not lead, as it makes itself known to the one that does.
struct JoinedServer: Codable, Sendable, Equatable {
    /// Of its data directory.
    let id: String
    /// For people.
    let name: String
    /// The origin at which it is reached.
    let address: String
    /// Whom messages are for that it executes: with each server that leads another one.
    let target: String
}
