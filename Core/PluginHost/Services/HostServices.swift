import JSON
import Logging
import PluginMessages
import Synchronization

/// What the server does for one plugin.
final class HostServices: HostFunctions {
    private let logger: Logger
    private let fetcher: PluginFetcher
    private let state: PluginState
    private let plugin: String
    private let providers: Set<String>
    private let events: AsyncStream<PluginEvent>.Continuation
    private let problems: ReportedProblems
    private let requests: ServerRequests
    private let allowance = Mutex(LogAllowance())

    /// - Parameters:
    ///   - plugin: Its manifest.
    ///   - folder: Its data; `nil` keeps its state in memory only.
    init(
        plugin: Manifest, folder: String?, logger: Logger, fetcher: PluginFetcher,
        events: AsyncStream<PluginEvent>.Continuation, problems: ReportedProblems, requests: ServerRequests
    ) {
        self.problems = problems
        self.requests = requests
        var logger = logger
        logger[metadataKey: "plugin"] = "\(plugin.id)"
        self.logger = logger
        self.fetcher = fetcher
        self.plugin = plugin.id
        providers = Set(plugin.providers.map(\.id))
        self.events = events
        state = PluginState(directory: folder)
    }

    func log(level: PluginLogLevel, _ message: String) {
        let (allowed, dropped) = allowance.withLock { $0.take(at: .now) }
        if dropped > 0 { logger.warning("\(dropped) lines of the plugin were dropped: it logs too many.") }
        guard allowed else { return }
        let message = message.utf8.count > PrintedLines.longest ? "\(message.prefix(PrintedLines.longest))…" : message
        switch level {
        case .debug: logger.debug("\(message)")
        case .info: logger.info("\(message)")
        case .warning: logger.warning("\(message)")
        case .error: logger.error("\(message)")
        }
    }

    func emit(_ name: String, _ payload: [UInt8]) {
        guard let payload = try? JSONValue(parsing: payload) else {
            return log(level: .warning, "The event \"\(name)\" is dropped: its payload is not valid JSON.")
        }
        guard name == ReportedProblems.event else {
            events.yield(PluginEvent(plugin: plugin, providers: providers, name: name, payload: payload))
            return
        }
        do { problems.replace(of: plugin, with: try payload.decode()) } catch {
            log(level: .warning, "The event \"\(name)\" is dropped: \(error)")
        }
    }

    func fetch(_ request: [UInt8], answer: @escaping Answer) {
        Task { [plugin, providers, requests] in
            answer(
                await self.fetcher.fetch(request) { name, body in
                    await requests(ServerRequest(plugin: plugin, providers: providers, name: name, body: body))
                })
        }
    }

    func state(_ key: String, answer: @escaping Answer) {
        Task { answer(.success(await self.state.value(key))) }
    }

    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) {
        Task { answer(await self.state.set(key, value)) }
    }
}
