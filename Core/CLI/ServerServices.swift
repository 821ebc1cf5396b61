import Foundation
import Logging
import Platform
import PluginHost
import ServiceLifecycle

/// Stops the plugins when everything that calls them has stopped.
struct PluginService: Service, CustomStringConvertible {
    let host: PluginHost

    /// Logs of services have it; without it they would have all that is in here.
    var description: String { "plugins" }

    func run() async throws {
        try? await gracefulShutdown()
        await host.shutdown()
    }
}

/// Applies what plugins tell; when the server stops, waits for the work that must end.
struct PlatformService: Service, CustomStringConvertible {
    let platform: Platform

    var description: String { "platform" }

    func run() async throws {
        await cancelWhenGracefulShutdown { await platform.listen() }
        await platform.drain()
    }
}

/// The first to stop: tells that no new work should come, before the address is closed.
struct DrainService: Service, CustomStringConvertible {
    let health: Health
    let delay: Duration
    /// Of the whole stop.
    let timeout: Duration
    let logger: Logger

    var description: String { "draining" }

    /// What does not even end when it is cancelled gets this long.
    private static let grace = Duration.seconds(10)

    func run() async throws {
        try? await gracefulShutdown()
        health.drain()
        logger.info("Stopping: what was begun is ended, for at most \(delay + timeout).")
        // On a thread of its own: those of the tasks may be what hangs.
        let limit = delay + timeout + Self.grace
        Thread.detachNewThread { [logger] in
            Thread.sleep(forTimeInterval: TimeInterval(limit.components.seconds))
            logger.critical("Stopped by force: something did not end.")
            exit(1)
        }
        try? await Task.sleep(for: delay)
    }
}
