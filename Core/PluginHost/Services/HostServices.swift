import JSON
import Logging
import PluginMessages
import Synchronization

/// What the server does for one plugin.
final class HostServices: HostFunctions {
    private let logger: Mutex<Logger>
    private let fetcher: PluginFetcher
    private let state = PluginState()
    private let plugin: Mutex<String>
    private let events: AsyncStream<PluginEvent>.Continuation
    private let problems: ReportedProblems

    init(
        library: String, logger: Logger, fetcher: PluginFetcher, events: AsyncStream<PluginEvent>.Continuation,
        problems: ReportedProblems
    ) {
        self.problems = problems
        self.logger = Mutex(logger.with(plugin: library))
        self.fetcher = fetcher
        self.plugin = Mutex(library)
        self.events = events
    }

    /// From here on log lines and events carry the plugin's id, and its state has a place.
    func identify(as id: String, dataDirectory: String?) async {
        plugin.withLock { $0 = id }
        logger.withLock { $0 = $0.with(plugin: id) }
        await state.open(directory: dataDirectory)
    }

    func log(level: PluginLogLevel, _ message: String) {
        let logger = logger.withLock { $0 }
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
        let plugin = plugin.withLock { $0 }
        guard name == ReportedProblems.event else {
            events.yield(PluginEvent(plugin: plugin, name: name, payload: payload))
            return
        }
        do { problems.replace(of: plugin, with: try payload.decode()) } catch {
            log(level: .warning, "The event \"\(name)\" is dropped: \(error)")
        }
    }

    func fetch(_ request: [UInt8], answer: @escaping Answer) {
        Task { answer(await self.fetcher.fetch(request)) }
    }

    func state(_ key: String, answer: @escaping Answer) {
        Task { answer(.success(await self.state.value(key))) }
    }

    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) {
        Task { answer(await self.state.set(key, value)) }
    }
}

extension Logger {
    fileprivate func with(plugin: String) -> Logger {
        var logger = self
        logger[metadataKey: "plugin"] = "\(plugin)"
        return logger
    }
}
