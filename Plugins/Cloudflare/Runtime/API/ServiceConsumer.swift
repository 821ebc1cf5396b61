/// A Worker that takes the messages of a queue.
struct ServiceConsumer: Sendable, Hashable, Codable {
    let id: String
    let queue: String
    let settings: ConsumerSettings
}
