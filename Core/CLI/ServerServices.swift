import Foundation
import Logging
import Platform
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

/// Applies what plugins tell. It stops last: what they tell while they stop is kept, too.
struct EventService: Service, CustomStringConvertible {
    let platform: Platform

    var description: String { "events" }

    func run() async throws { await platform.listen() }
}

/// Shows other servers of the database that this one lives, and lets the next one begin when everything has stopped.
struct ClaimService: Service, CustomStringConvertible {
    let claim: ServerClaim
    let logger: Logger

    var description: String { "claim" }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await claim.keepUp(logger) }
        try? await claim.release()
    }
}

/// Compares runs with their providers; when the server stops, waits for the work that must end.
struct PlatformService: Service, CustomStringConvertible {
    let platform: Platform
    /// What a stop of the server has cost is being put right.
    private let catchUp: Task<Void, Never>

    /// How long a start waits for it; the rest comes while the server serves.
    private static let patience = Duration.seconds(10)

    /// Returns when lists are right, or that takes too long.
    init(_ platform: Platform) async {
        self.platform = platform
        let catchUp = Task { await platform.catchUp() }
        self.catchUp = catchUp
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        Task {
            await catchUp.value
            end.finish()
        }
        let alarm = Task {
            try? await Task.sleep(for: Self.patience)
            end.finish()
        }
        for await _ in ended {}
        alarm.cancel()
    }

    var description: String { "platform" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await catchUp.value
                await platform.keepUp()
            } onCancel: {
                catchUp.cancel()
            }
        }
        await platform.drain()
    }
}

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
