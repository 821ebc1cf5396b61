import API
import Platform
import ServiceLifecycle

/// Follows which server leads.
struct WatchService: Service, CustomStringConvertible {
    let watch: LeaderWatch

    var description: String { "watch" }

    func run() async throws {
        // Those that are forwarded still need it while the HTTP server drains: it ends when this server leads or stops.
        try await cancelWhenGracefulShutdown { try await watch.run() }
        // A service that ends by itself while others are stopped is a failure of the group.
        try? await gracefulShutdown()
    }
}
