import Platform
import ServiceLifecycle

/// Applies what plugins tell. It stops last: what they tell while they stop is kept, too.
struct EventService: Service, CustomStringConvertible {
    let platform: Platform

    var description: String { "events" }

    func run() async throws {
        await platform.listen()
        // Plugins that have stopped tell nothing more, before their service has ended: a service that ends by itself while
        // others are stopped is a failure of the group.
        try? await gracefulShutdown()
    }
}
