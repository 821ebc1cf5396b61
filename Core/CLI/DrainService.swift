import Foundation
import Logging
import ServiceLifecycle

/// The first to stop: tells that no new work should come, before the address is closed.
struct DrainService: Service, CustomStringConvertible {
    /// Makes it known, and ends what nobody waits for any more.
    let onStop: @Sendable () async -> Void
    let delay: Duration
    /// Of the whole stop.
    let timeout: Duration
    let logger: Logger

    var description: String { "draining" }

    /// What does not even end when it is cancelled gets this long.
    private static let grace = Duration.seconds(10)

    /// In which servers that forward requests here learn that they must not any more, so that none is on its way when the
    /// connections are closed.
    private static let followersDelay = Duration.seconds(2)

    /// - Parameter hasFollowers: Whether other servers may forward requests to this one.
    init(_ configuration: ServerConfiguration, hasFollowers: Bool, onStop: @escaping @Sendable () async -> Void) {
        self.onStop = onStop
        delay = hasFollowers ? max(configuration.drainDelay, Self.followersDelay) : configuration.drainDelay
        timeout = configuration.shutdownTimeout
        logger = configuration.logger
    }

    func run() async throws {
        try? await gracefulShutdown()
        await onStop()
        logger.info("Shutting down; waiting up to \(delay + timeout) for work in progress.")
        // On a thread of its own: those of the tasks may be what hangs.
        let limit = delay + timeout + Self.grace
        Thread.detachNewThread { [logger] in
            Thread.sleep(forTimeInterval: TimeInterval(limit.components.seconds))
            logger.critical("Forced shutdown: some work did not finish in time.")
            exit(1)
        }
        try? await Task.sleep(for: delay)
    }
}
