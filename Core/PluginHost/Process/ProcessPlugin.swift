import JSON
import PluginMessages

/// A plugin whose library is loaded in a process of its own. The process is started when it is needed, and again,
/// after a pause, when it ends by itself.
actor ProcessPlugin: PluginConnection {
    enum State: Sendable, Equatable {
        /// No process: none was needed yet.
        case idle
        case running
        /// It ended, and is started again by a call after a pause.
        case resting(reason: String)
        /// It ended too often.
        case off(reason: String)
        case removed
    }

    private enum Phase {
        case idle
        case starting(PluginProcess, Task<Result<PluginProcess, PluginFailure>, Never>)
        case running(PluginProcess)
        case resting(until: ContinuousClock.Instant, PluginFailure)
        case off(PluginFailure)
        case removed

        var isRunning: Bool {
            if case .running = self { true } else { false }
        }
    }

    private let command: PluginProcess.Command
    private let manifest: JSONValue
    /// The parameters of `plugin.configure`.
    private let configuration: JSONValue
    private let services: HostServices
    /// Plugins that tell things by themselves need their process always.
    private let keepsRunning: Bool
    private var phase = Phase.idle
    private var policy: RestartPolicy
    private var isServing: Bool
    /// Opens when the process that worked in the same data folder has ended.
    private let predecessor: Latch?
    /// Calls in flight, those that wait for the process too.
    private let callers = CallsInFlight()

    private static let loading = Duration.seconds(15)
    private static let stopping = Duration.seconds(5)
    /// For the calls in flight of one that is removed.
    private static let draining = Duration.seconds(30)

    /// - Parameters:
    ///   - manifest: As it was checked: a process that tells another one is refused.
    ///   - isStorage: Whether it is started again however often it ends.
    ///   - isServing: Whether the server serves already.
    ///   - predecessor: Opens when the process that worked in the same data folder has ended.
    init(
        _ command: PluginProcess.Command, manifest: JSONValue, configuration: JSONValue, services: HostServices,
        keepsRunning: Bool, isStorage: Bool, isServing: Bool, after predecessor: Latch? = nil
    ) {
        self.command = command
        self.manifest = manifest
        self.configuration = configuration
        self.services = services
        self.keepsRunning = keepsRunning
        policy = RestartPolicy(isStorage: isStorage)
        self.isServing = isServing
        self.predecessor = predecessor
    }

    nonisolated func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        // Every process is told by itself that the server serves.
        if method == "plugin.start" { return try await serve() }
        callers.begin()
        defer { callers.end() }
        return try await process().call(method, params, deadline: deadline, event: event)
    }

    nonisolated func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        callers.begin()
        defer { callers.end() }
        return try await process().exchange(method, params, deadline: deadline, event: event)
    }

    nonisolated var isConfined: Bool { command.walls != nil }

    var state: State {
        switch phase {
        case .idle: .idle
        case .starting, .running: .running
        case .resting(_, let failure): .resting(reason: failure.message)
        case .off(let failure): .off(reason: failure.message)
        case .removed: .removed
        }
    }

    /// Bytes; `nil` without a process.
    var residentMemory: Int? {
        guard case .running(let process) = phase else { return nil }
        return process.residentMemory
    }

    /// Starts over, whatever happened before.
    func restart() async throws(PluginFailure) {
        policy.reset()
        switch phase {
        case .removed: return
        case .running(let process):
            phase = .idle
            await process.stop(patience: Self.stopping)
        case .starting(let process, _):
            phase = .idle
            await end(process)
        case .idle, .resting, .off: phase = .idle
        }
        // A call may have started it again while this waited.
        if case .removed = phase { return }
        _ = try await process()
    }

    /// Ends it for good, once the calls in flight are over.
    func remove() async {
        let last = phase
        phase = .removed
        switch last {
        case .running(let process), .starting(let process, _):
            await drain(process)
            await process.stop(patience: Self.stopping)
        case .idle, .resting, .off, .removed: break
        }
    }

    /// Waits for the calls in flight, but no longer than the next version may wait for the data folder.
    private nonisolated func drain(_ process: PluginProcess) async {
        await CallDeadline.limit(Self.draining) {
            await callers.drain()
        } onTimeout: {
            process.end(PluginFailure(code: .pluginStopped, message: "The plugin was replaced during the call."))
        }
    }

    /// Ends it, and the calls in flight.
    /// - Parameter time: That it may take to end what is in progress.
    func shutdown(within time: Duration?) async {
        let last = phase
        phase = .removed
        switch last {
        case .running(let process): await process.stop(patience: await patience(of: process, within: time))
        case .starting(let process, _): await end(process)
        case .idle, .resting, .off, .removed: break
        }
    }

    /// One that does not know the call has the time that it always has.
    private nonisolated func patience(of process: PluginProcess, within time: Duration?) async -> Duration {
        guard let time else { return Self.stopping }
        let params: JSONValue = ["seconds": .number(JSONNumber(time / .seconds(1)))]
        let answer = try? await process.call("plugin.stop", params, deadline: .seconds(2)) { _, _ in }
        return answer == nil ? Self.stopping : max(Self.stopping, time)
    }

    /// Ends a process that serves nobody yet.
    private func end(_ process: PluginProcess) async {
        process.end(PluginFailure(code: .pluginStopped, message: "The plugin was stopped while starting."))
        await process.stop(patience: Self.stopping)
    }

    /// Starts the process now: it may have something to do by itself.
    func wake() async throws(PluginFailure) { _ = try await process() }

    private func serve() async throws(PluginFailure) -> JSONValue {
        isServing = true
        if keepsRunning || phase.isRunning {
            return try await process().call("plugin.start", [:], deadline: .seconds(60)) { _, _ in }
        }
        return nil
    }

    private func process() async throws(PluginFailure) -> PluginProcess {
        switch phase {
        case .running(let process): return process
        case .starting(_, let start): return try await start.value.get()
        case .idle: return try await start()
        case .resting(let until, let failure):
            let wait = ContinuousClock.now.duration(to: until)
            guard wait <= .zero else { throw .resting(failure, wait) }
            return try await start()
        case .off(let failure): throw .off(failure)
        case .removed: throw .removed
        }
    }

    private func start() async throws(PluginFailure) -> PluginProcess {
        let process = try PluginProcess(command, services: services)
        let isServing = isServing
        let start = Task { [predecessor] () -> Result<PluginProcess, PluginFailure> in
            await predecessor?.wait()
            do throws(PluginFailure) {
                let found = try await process.start(deadline: Self.loading) { failure in
                    Task { await self.ended(process, failure) }
                }
                guard found == manifest else {
                    let failure = PluginFailure(
                        code: .pluginManifest,
                        message: "The plugin's manifest changed between verification and loading.")
                    process.end(failure)
                    throw failure
                }
                _ = try await process.call("plugin.configure", configuration, deadline: .seconds(30)) { _, _ in }
                if isServing { _ = try await process.call("plugin.start", [:], deadline: .seconds(60)) { _, _ in } }
                return .success(process)
            } catch {
                process.end(error)
                return .failure(error)
            }
        }
        phase = .starting(process, start)
        let result = await start.value
        // Removed or restarted meanwhile: whoever did so ends the process.
        if case .starting(let current, _) = phase, current === process, case .success = result {
            phase = .running(process)
        }
        return try result.get()
    }

    private func ended(_ process: PluginProcess, _ failure: PluginFailure) {
        switch phase {
        case .running(let current) where current === process: break
        case .starting(let current, _) where current === process: break
        case .idle, .starting, .running, .resting, .off, .removed: return
        }
        services.log(level: .error, failure.message)
        switch policy.ended(at: .now) {
        case .off:
            phase = .off(failure)
            services.log(
                level: .error,
                "Disabled: the process exited \(RestartPolicy.most) times within \(RestartPolicy.window).")
        case .again(let pause):
            phase = .resting(until: .now + pause, failure)
            guard keepsRunning else { return }
            Task {
                try await Task.sleep(for: pause)
                guard case .resting = phase else { return }
                _ = try await self.process()
            }
        }
    }
}

extension PluginFailure {
    static let removed = PluginFailure(code: .pluginRemoved, message: "The plugin has been removed.", retryable: true)

    fileprivate static func resting(_ failure: PluginFailure, _ wait: Duration) -> PluginFailure {
        PluginFailure(
            code: .pluginRestarting, message: "\(failure.message) It restarts in \(wait).", retryable: true)
    }

    fileprivate static func off(_ failure: PluginFailure) -> PluginFailure {
        PluginFailure(
            code: .pluginOff,
            message:
                "The plugin is disabled because its process exited too often, the last time with: \(failure.message) "
                + "An operator can restart it.")
    }
}
