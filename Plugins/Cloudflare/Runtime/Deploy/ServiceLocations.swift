/// Where to look for what belongs to a service: what the API does not list by Worker.
struct ServiceLocations: Sendable, Hashable, Codable {
    /// Ids of zones that may have routes to it.
    var zones: Set<String> = []
    /// Ids of queues that it may consume.
    var queues: Set<String> = []

    func union(_ other: ServiceLocations) -> ServiceLocations {
        ServiceLocations(zones: zones.union(other.zones), queues: queues.union(other.queues))
    }
}
