import PluginHost
import ServiceLifecycle

/// Stops the plugins when everything that calls them has stopped.
struct PluginService: Service, CustomStringConvertible {
    let host: PluginHost
    let deadline: StopDeadline

    /// Logs of services have it; without it they would have all that is in here.
    var description: String { "plugins" }

    func run() async throws {
        try? await gracefulShutdown()
        await host.shutdown(within: deadline.remaining)
    }
}
