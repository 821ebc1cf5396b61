import JSON
import Logging
import PluginMessages
import Synchronization

/// What the server does for one plugin.
final class HostServices: HostFunctions {
    private let logger: Logger
    private let fetcher: PluginFetcher
    private let state: PluginState
    private let sharedState: SharedPluginState
    private let plugin: String
    /// The organization whose process it is; `nil`: the installation's.
    private let owner: String?
    private let providers: Set<String>
    private let events: PluginEvents
    private let budget: EventBudget
    private let problems: ReportedProblems
    private let requests: ServerRequests
    private let allowance = Mutex(LogAllowance())

    /// - Parameters:
    ///   - plugin: Its manifest.
    ///   - owner: The organization whose process it is; `nil`: the installation's.
    ///   - folder: Its data; `nil` keeps its state in memory only.
    ///   - fetcher: Sends what the plugin may.
    ///   - sharedState: Where its state is kept in place of `folder`, once there is a store.
    init(
        plugin: Manifest, owner: String?, folder: String?, logger: Logger, fetcher: PluginFetcher,
        events: PluginEvents, budget: EventBudget, problems: ReportedProblems,
        requests: ServerRequests, sharedState: SharedPluginState
    ) {
        self.sharedState = sharedState
        self.problems = problems
        self.requests = requests
        var logger = logger
        logger[metadataKey: "plugin"] = "\(plugin.id)"
        logger[metadataKey: "organization"] = owner.map(Logger.MetadataValue.string)
        self.logger = logger
        self.fetcher = fetcher
        self.plugin = plugin.id
        self.owner = owner
        providers = Set(plugin.providers.map(\.id))
        self.events = events
        self.budget = budget
        state = PluginState(directory: folder)
    }

    func log(level: PluginLogLevel, _ message: String) {
        let (allowed, dropped) = allowance.withLock { $0.take(at: .now) }
        guard allowed else {
            if dropped > 0 { logger.warning("The plugin logs too much: lines of it are dropped.") }
            return
        }
        if dropped > 0 { logger.warning("The plugin logged too much: \(dropped) lines of it were dropped.") }
        let message = message.utf8.count > PrintedLines.longest ? "\(message.prefix(PrintedLines.longest))…" : message
        switch level {
        case .debug: logger.debug("\(message)")
        case .info: logger.info("\(message)")
        case .warning: logger.warning("\(message)")
        case .error: logger.error("\(message)")
        }
    }

    private func tell(_ name: String, _ payload: JSONValue, bytes: Int) {
        let (plugin, owner, providers, events) = (self.plugin, self.owner, self.providers, self.events)
        let share = budget.take(bytes, for: .init(plugin: plugin, owner: owner)) { lost in
            events.yield(
                PluginEvent(
                    plugin: plugin, organization: owner, providers: providers, name: PluginEvent.lost,
                    payload: .int(lost)))
        }
        guard let share else { return }
        events.yield(
            PluginEvent(
                plugin: plugin, organization: owner, providers: providers, name: name, payload: payload, share: share))
    }

    func emit(_ name: String, _ payload: [UInt8]) {
        let size = payload.count + name.utf8.count
        guard let payload = try? JSONValue(parsing: payload) else {
            return log(level: .warning, "The event \"\(name)\" is dropped: its payload is not valid JSON.")
        }
        guard name == ReportedProblems.event else {
            guard name != PluginEvent.lost else { return }
            tell(name, payload, bytes: size)
            return
        }
        do { problems.replace(of: plugin, owner: owner, with: try payload.decode()) } catch {
            log(level: .warning, "The event \"\(name)\" is dropped: \(error)")
        }
    }

    func fetch(_ request: [UInt8], answer: @escaping Answer) {
        Task { [plugin, owner, providers, requests] in
            answer(
                await self.fetcher.fetch(request) { name, body in
                    await requests(
                        ServerRequest(
                            plugin: plugin, organization: owner, providers: providers, name: name, body: body))
                })
        }
    }

    func state(_ key: String, answer: @escaping Answer) {
        Task { answer(await value(key)) }
    }

    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) {
        Task { answer(await set(key, value)) }
    }

    private var stateOwner: PluginStateOwner { PluginStateOwner(plugin: plugin, organization: owner) }

    private func value(_ key: String) async -> Result<JSONValue, PluginFailure> {
        guard let store = sharedState.store else { return .success(await self.state.value(key)) }
        do { return .success(try await store.value(key, of: stateOwner, after: await self.state.all)) } catch {
            return .failure(Self.stateFailure(error))
        }
    }

    private func set(_ key: String, _ bytes: [UInt8]) async -> Result<JSONValue, PluginFailure> {
        guard let store = sharedState.store else { return await self.state.set(key, bytes) }
        do {
            let value = try JSONValue(parsing: bytes)
            try await store.set(
                key, to: value, of: stateOwner, after: await self.state.all, largest: PluginState.largest)
            return .success(.null)
        } catch { return .failure(Self.stateFailure(error)) }
    }

    private static func stateFailure(_ error: any Error) -> PluginFailure {
        (error as? PluginFailure) ?? PluginState.failure("\(error)")
    }
}
