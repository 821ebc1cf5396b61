import API
import Foundation
import Logging
import Platform
import PluginHost
import Prometheus
import ServiceLifecycle
import Storage

/// Has a server that stands by execute requests that need the database alone, as long as its schema is the one that this
/// program knows.
struct FollowingService: Service, CustomStringConvertible {
    /// Between two checks.
    private static let interval = Duration.milliseconds(500)

    let configuration: ServerConfiguration
    let storage: any StorageDriver
    /// Loaded, and not started.
    let plugins: PluginHost
    let front: StandbyServer
    let keys: MasterKeys
    let metrics: PrometheusRegistry

    let description = "following"

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var made: (platform: Platform, server: APIServer)?
            var isFollowing = false
            while !Task.isCancelled, !front.leads {
                let ready = await ready(made)
                if let ready { made = ready }
                if isFollowing != (ready != nil) {
                    isFollowing = ready != nil
                    front.follow(with: ready?.server)
                    configuration.logger.notice(
                        isFollowing
                            ? "Requests that need the database alone are executed here."
                            : "All requests are forwarded to the server that leads.")
                }
                if let ready { front.note(hasProviders: await hasProviders(ready.platform)) }
                do { try await Task.sleep(for: Self.interval) } catch { return }
            }
        }
        // A service that ends by itself while others are stopped is a failure of the group.
        try? await gracefulShutdown()
    }

    /// - Parameter made: What was made before.
    /// - Returns: `nil` while requests are to be forwarded: before the first start, when the database cannot be reached, and when
    ///   the server that leads is of another version.
    private func ready(
        _ made: (platform: Platform, server: APIServer)?
    ) async -> (platform: Platform, server: APIServer)? {
        do {
            guard try await storage.isCurrent() else { return nil }
            if let made { return made }
            let platform = try await Platform(
                storage: FollowedStorage(storage), plugins: plugins, dataDirectory: configuration.data, role: .follows,
                name: configuration.name, keys: keys,
                marketplace: configuration.marketplace, retention: configuration.retention,
                webhooks: configuration.webhooks, address: configuration.api.publicOrigin,
                asksPrivate: configuration.asksPrivate, metrics: metrics, logger: configuration.logger)
            let server = APIServer(
                platform: platform, configuration: configuration.api, follows: true, metrics: metrics,
                logger: configuration.logger)
            return (platform, server)
        } catch {
            configuration.logger.debug("Requests are not executed here: \(error)")
            return nil
        }
    }

    private func hasProviders(_ platform: Platform) async -> Bool {
        do { return try await !platform.hasPackagedProviders() } catch { return false }
    }
}
