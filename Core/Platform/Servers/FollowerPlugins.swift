import JSON
import Logging
import PluginHost
import PluginMessages
import Synchronization

/// The plugins of a server that does not lead. Those whose providers keep what they deploy on its disk go on with their work:
/// they execute what the server that leads asks of them, and that one learns what they tell. Nothing of it writes to the
/// database.
package final class FollowerPlugins: Sendable {
    private struct State {
        var work: Task<Void, any Error>?
        var hasStopped = false
        /// In which the server that leads knows this one.
        var epoch: Int?
    }

    private static let pause = Duration.milliseconds(250)
    private static let retryPause = Duration.seconds(1)
    private static let joinTime = Duration.seconds(5)
    /// For which plugins wait for the server that leads to know this one: of two copies of a data directory one may go on.
    private static let joinPatience = Duration.seconds(5)
    private static let tellTime = Duration.seconds(30)
    /// Of a token, whose vendor is asked.
    private static let requestTime = Duration.seconds(60)
    /// For which a plugin's request waits for a server that leads: another one takes over within it.
    private static let patience = Duration.seconds(20)

    private let host: PluginHost
    private let own: DeploymentServer
    private let link: @Sendable () -> ServerLink?
    private let leader: @Sendable () -> Leader?
    private let transport: any ServerTransport
    private let logger: Logger
    /// Tells this process from others of the same data directory.
    private let process = "\(UInt64.random(in: 0 ... .max))"
    private let sessions = MessageSessions()
    private let channels = MessageChannels()
    private let parcels = MessageParcels()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - directory: The data directory.
    ///   - name: Of this server, for people.
    ///   - link: `nil` while nobody can prove anything.
    ///   - leader: One that has proved that it leads.
    package init(
        host: PluginHost, directory: String, name: String, link: @escaping @Sendable () -> ServerLink?,
        leader: @escaping @Sendable () -> Leader?, transport: any ServerTransport, logger: Logger
    ) throws {
        self.host = host
        own = try DeploymentServer(directory: directory, name: name)
        self.link = link
        self.leader = leader
        self.transport = transport
        self.logger = logger
    }

    /// Receives messages of the server that leads.
    package var receiver: ServerReceiver {
        ServerReceiver(link: link, sessions: sessions, parcels: parcels) { [self] target in
            state.withLock { $0.epoch }.map { self.target(in: $0) } == target
        } answer: { [host] method, params in
            await Self.answer(method, params, by: host)
        }
    }

    /// Lets plugins go on once another server leads, until the task is cancelled or ``stop()`` is called.
    /// - Parameter address: The origin at which this server is reached.
    /// - Throws: `start.server.duplicate`
    package func run(at address: String) async throws {
        let work = state.withLock { state in
            guard !state.hasStopped else { return Task<Void, any Error>?.none }
            let work = Task { try await follow(at: address) }
            state.work = work
            return work
        }
        try await withTaskCancellationHandler {
            try await work?.value
        } onCancel: {
            work?.cancel()
        }
    }

    /// Returns when nothing is told to another server any more: this one is to lead. The plugins go on.
    package func stop() async {
        let work = state.withLock { state in
            state.hasStopped = true
            return state.work
        }
        work?.cancel()
        try? await work?.value
    }

    private func follow(at address: String) async throws {
        while leader() == nil {
            do { try await Task.sleep(for: Self.pause) } catch { return }
        }
        let end = ContinuousClock.now + Self.joinPatience
        while .now < end, !Task.isCancelled, try await !join(at: address) { try? await Task.sleep(for: Self.pause) }
        let outbox = FollowerOutbox()
        host.answerRequests { [self] in await ask($0) }
        try await withThrowingTaskGroup { group in
            group.addTask { await self.host.startDeployments() }
            group.addTask { [host] in for await event in host.events { outbox.add(event) } }
            group.addTask { try await self.keepKnown(at: address) }
            group.addTask { await self.tell(outbox) }
            for try await _ in group {}
        }
    }

    /// Makes this server known to each one that leads.
    private func keepKnown(at address: String) async throws {
        while !Task.isCancelled {
            // One that does not reply may be of a version that does not know of this.
            if leader() != nil, try await !join(at: address) { try? await Task.sleep(for: Self.retryPause) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: Whether the server that leads knows this one.
    private func join(at address: String) async throws(StartError) -> Bool {
        guard let leader = leader() else { return false }
        guard state.withLock({ $0.epoch }) != leader.epoch else { return true }
        // From the moment in which that one knows, it may send messages.
        state.withLock { $0.epoch = leader.epoch }
        let server = JoinedServer(id: own.id, name: own.name, address: address, target: target(in: leader.epoch))
        let params = (try? JSONValue(encoding: server)) ?? .null
        switch await send(ServerMessage.Method.join, params, to: leader, within: Self.joinTime) {
        case .replied(.success)?:
            logger.info("The deployments on this server are reached by the server \(leader.name).")
            return true
        case .replied(.failure(let failure))? where failure.code == LeaderMessages.duplicateCode:
            forget(leader)
            throw .serverDuplicate(failure.message)
        case .replied, .notExecuted, .lost, nil:
            forget(leader)
            return false
        }
    }

    private func tell(_ outbox: FollowerOutbox) async {
        for await _ in outbox.signals {
            while let batch = outbox.next, !Task.isCancelled {
                guard let leader = leader(), state.withLock({ $0.epoch }) == leader.epoch else {
                    try? await Task.sleep(for: Self.pause)
                    continue
                }
                let message = LeaderMessages.Events(
                    server: own.id, target: target(in: leader.epoch),
                    events: batch.map {
                        .init(plugin: $0.plugin, organization: $0.organization, name: $0.name, payload: $0.payload)
                    })
                let params = (try? JSONValue(encoding: message)) ?? .null
                switch await send(ServerMessage.Method.events, params, to: leader, within: Self.tellTime) {
                case .replied(.success): outbox.drop(batch.count)
                case .replied(.failure(let failure)):
                    if failure.code == LeaderMessages.unknownSender.code { forget(leader) }
                    fallthrough
                // What is told twice changes nothing the second time.
                case .notExecuted, .lost, nil: try? await Task.sleep(for: Self.pause)
                }
            }
        }
    }

    /// Has the server that leads answer what a plugin asks of the server.
    private func ask(_ request: ServerRequest) async -> Result<JSONValue, PluginFailure> {
        let end = ContinuousClock.now + Self.patience
        while .now < end, !Task.isCancelled {
            if let leader = leader() {
                let message = LeaderMessages.Request(
                    server: own.id, target: target(in: leader.epoch), plugin: request.plugin,
                    organization: request.organization, name: request.name, body: request.body)
                let params = (try? JSONValue(encoding: message)) ?? .null
                let outcome = await send(ServerMessage.Method.request, params, to: leader, within: Self.requestTime)
                if case .replied(let result)? = outcome {
                    guard case .failure(let failure) = result, failure.code == LeaderMessages.unknownSender.code else {
                        return result
                    }
                    forget(leader)
                }
            }
            try? await Task.sleep(for: Self.pause)
        }
        return .failure(
            PluginFailure(
                code: "fetch.server", message: "No server leads at the moment, or it cannot be reached.",
                retryable: true))
    }

    private func send(
        _ method: String, _ params: JSONValue, to leader: Leader, within time: Duration
    ) async -> ServerMessenger.Outcome? {
        guard let link = link(), let address = leader.address else { return nil }
        let messenger = ServerMessenger(link: link, transport: transport, channels: channels, parcels: parcels)
        return await messenger.send(
            method, params, to: address, for: leader.target, within: time)
    }

    /// Makes this server known again.
    private func forget(_ leader: Leader) {
        state.withLock { state in
            if state.epoch == leader.epoch { state.epoch = nil }
        }
    }

    /// A server that led before cannot have this one do anything any more.
    private func target(in epoch: Int) -> String { "follower.\(process).\(epoch)" }

    private static func answer(
        _ method: String, _ params: JSONValue, by host: PluginHost
    ) async -> Result<JSONValue, PluginFailure> {
        guard method != ServerMessage.Method.ping else { return .success(.null) }
        guard method != ServerMessage.Method.resource else { return await answer(params, by: host) }
        guard let operation = ProviderOperation(rawValue: method), let id = params["provider"]?.string,
            let provider = host.registry.provider(id), provider.definition.isOnServer == true
        else {
            return .failure(
                PluginFailure(code: .pluginMessage, message: "\"\(method)\" is not an operation of this server."))
        }
        do throws(PluginFailure) { return .success(try await provider.execute(operation, params)) } catch {
            return .failure(error)
        }
    }

    /// Answers a request to an endpoint of a plugin whose resources are on the disk of this server.
    private static func answer(
        _ params: JSONValue, by host: PluginHost
    ) async -> Result<JSONValue, PluginFailure> {
        let registry = host.registry
        guard let asked: ElsewhereResource = try? params.decode(),
            let resource = registry.resources.first(where: {
                $0.plugin == asked.plugin && $0.endpoint.id == asked.request.endpoint
            }), resource.endpoint.provider.flatMap({ registry.provider($0) })?.definition.isOnServer == true
        else {
            return .failure(
                PluginFailure(code: .pluginMessage, message: "The request is not one to an endpoint of this server."))
        }
        do { return .success(try JSONValue(encoding: try await resource.call(asked.request))) } catch {
            return .failure(
                error as? PluginFailure
                    ?? PluginFailure(code: .pluginMessage, message: "The plugin's response cannot be sent: \(error)"))
        }
    }
}

extension Leader {
    /// Whom messages to the server are for, as long as it leads.
    var target: String { Self.target(in: epoch) }

    static func target(in epoch: Int) -> String { "leader.\(epoch)" }
}
