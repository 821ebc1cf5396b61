import Foundation
import JSON
import LocalRuntime
import PluginMessages

/// The runtimes, one an account, and what is deployed to them. A target is deployed when it is first run: an upload
/// alone starts nothing.
actor RuntimeDeployments {
    private let store: Store
    private let releases: ScriptReleases
    private let deno: URL
    private let clock: EmulatorClock
    private let observe: @Sendable (RunState, _ deploymentId: String) -> Void
    private var runtimes: [String: Task<LocalRuntime, any Error>] = [:]
    /// What the runtime has newest of a service, or is about to.
    private var deployed: [String: (id: String, reference: Task<JSONValue, any Error>)] = [:]

    init(
        store: Store, releases: ScriptReleases, deno: URL, clock: EmulatorClock,
        observe: @escaping @Sendable (RunState, _ deploymentId: String) -> Void
    ) {
        self.store = store
        self.releases = releases
        self.deno = deno
        self.clock = clock
        self.observe = observe
    }

    func shutdown() async {
        for runtime in runtimes.values { await (try? runtime.value)?.shutdown() }
    }

    func runtime(_ account: String) async throws -> LocalRuntime {
        if let runtime = runtimes[account] { return try await runtime.value }
        let (store, deno, clock, observe) = (store, deno, clock, observe)
        let starting = Task {
            // Tests set the clock forward by years, while somebody is still to ask how a run ended.
            var configuration = LocalConfiguration(
                dataFolder: store.folder.appending(path: "runtime").appending(path: account),
                settings: ["DENO": deno.path, "ALLOW_PRIVATE": "1", "PORT": "0", "RETENTION": "0", "STOP": "0"],
                searchPath: "")
            configuration.clock = clock.clock
            configuration.longestNap = .milliseconds(100)
            let runtime = try LocalRuntime(
                configuration,
                observer: LocalObserver(
                    log: { level, line in
                        switch level {
                        case .error, .warning: store.report(line)
                        case .debug, .info: break
                        }
                    }, changed: observe))
            try await runtime.start()
            return runtime
        }
        runtimes[account] = starting
        return try await starting.value
    }

    /// Has the runtime serve what a target and all that it reaches are now.
    /// - Returns: What the runtime finds the target's deployment by.
    func deploy(_ target: RuntimeTarget, account id: String) async throws -> JSONValue {
        let account = try await store.read(id) { $0 }
        guard let deployment = account.deployment(of: target) else {
            throw APIError.invalid("There is nothing to run: \(target)", code: 10007)
        }
        var waiting = account.targets(of: target)
        var seen: Set<RuntimeTarget> = [target]
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, let other = account.deployment(of: next) else { continue }
            waiting += account.targets(of: next)
            _ = try await deploy(other, next, account)
        }
        return try await deploy(deployment, target, account)
    }

    /// What a Worker printed, and the requests that it answered; none of one that nobody has called.
    func lines(of service: String, account: String) async throws -> [RunLogLine] {
        guard let known = deployed["\(account)/\(service)"] else { return [] }
        let handle = RuntimeDeployment.handle(try await known.reference.value, account: account)
        return try await runtime(account).serviceLogs(of: handle)
    }

    /// Terminates what runs of a service.
    func remove(_ service: String, account: String) async throws {
        deployed["\(account)/\(service)"] = nil
        let reference: JSONValue = ["deploymentId": "", "service": .string(service)]
        try await runtime(account).takedown(RuntimeDeployment.handle(reference, account: account))
    }

    private func deploy(
        _ deployment: RuntimeDeployment, _ target: RuntimeTarget, _ account: Account
    ) async throws -> JSONValue {
        let key = "\(account.id)/\(deployment.service)"
        if let known = deployed[key], known.id == deployment.id { return try await known.reference.value }
        guard let version = account.version(of: target) else { throw APIError.internalError }
        let request = try deployment.request(version, in: account, folder: releases.folder(of: version))
        let reference = Task {
            do { return try await runtime(account.id).deploy(request) { _ in }.reference } catch {
                if deployed[key]?.id == deployment.id { deployed[key] = nil }
                guard let failure = error as? PluginFailure else { throw error }
                throw APIError.invalid("The emulator cannot run this Worker: \(failure.message)", code: 10021)
            }
        }
        deployed[key] = (deployment.id, reference)
        return try await reference.value
    }
}
