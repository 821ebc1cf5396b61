import API
import Foundation
import Logging
import Platform
import PluginHost
import Prometheus
import ServiceLifecycle
import Storage
import Synchronization

/// Waits until the server leads, then works on the database until it is stopped.
final class StandbyService: Service, CustomStringConvertible {
    private struct State {
        /// That the server listens on.
        var port: Int?
        var leading: LeadingServer?
    }

    private let configuration: ServerConfiguration
    private let storage: any StorageDriver
    private let plugins: PluginHost
    private let front: StandbyServer
    private let keys: MasterKeys
    private let followers: FollowerPlugins
    private let transport: any ServerTransport
    private let metrics: PrometheusRegistry
    private let deadline: StopDeadline
    private let state = Mutex(State())

    init(
        _ configuration: ServerConfiguration, storage: any StorageDriver, plugins: PluginHost, front: StandbyServer,
        keys: MasterKeys, followers: FollowerPlugins, transport: any ServerTransport, metrics: PrometheusRegistry
    ) {
        self.followers = followers
        self.transport = transport
        deadline = StopDeadline(length: configuration.drainDelay + configuration.shutdownTimeout)
        self.configuration = configuration
        self.storage = storage
        self.plugins = plugins
        self.front = front
        self.keys = keys
        self.metrics = metrics
    }

    let description = "standby"

    func run() async throws {
        await keepMark()
        do {
            try await lead(with: cancelWhenGracefulShutdown { [self] in try await configuration.claim(storage) })
        } catch is CancellationError {
            // Stopped before it led.
            await followers.stop()
            await plugins.shutdown(within: deadline.remaining)
        }
    }

    /// Not only when this server leads: one whose disk is full then must not end for it.
    private func keepMark() async {
        do {
            guard try await storage.isCurrent() else { return }
            try configuration.storage.keep(in: configuration.data)
        } catch { configuration.logger.debug("The storage is not noted yet: \(error)") }
    }

    /// The HTTP server accepts requests.
    func listens(on port: Int) {
        state.withLock { $0.port = port }
        Terminal.print(StartMessage.standby(configuration, port: port))
        fflush(nil)
    }

    func drain() async {
        deadline.begin()
        front.drain()
        await state.withLock { $0.leading }?.drain()
    }

    private func lead(with claim: ServerClaim?) async throws {
        await followers.stop()
        let leading = try await LeadingServer(
            configuration, storage: claim?.storage ?? storage, plugins: plugins, keys: keys, claim: claim,
            transport: transport,
            metrics: metrics)
        state.withLock { $0.leading = leading }
        front.lead(with: leading.server)
        await leading.listens(on: try await port())
        // Stopped as a part of the whole: it stops when the HTTP server has.
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(services: leading.services, logger: configuration.logger)
        ).run()
    }

    /// That the HTTP server listens on, once it does.
    func port() async throws -> Int {
        while true {
            if let port = state.withLock({ $0.port }) { return port }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
