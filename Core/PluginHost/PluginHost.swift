import AsyncHTTPClient
import Confinement
import CoreMetrics
import Dispatch
import FoundationEssentials
import JSON
import Logging
import PluginMessages
import Synchronization

/// Loads plugin libraries and keeps what they contribute.
package final class PluginHost: Sendable {
    package struct Configuration: Sendable {
        /// Where libraries are looked for.
        package let locations: [PluginLocation]
        /// Each plugin gets the directory of its id below; `nil` when nothing is to be kept.
        package let dataDirectory: String?
        /// By plugin id and then by name.
        package let settings: PluginSettings
        package let hostVersion: String
        /// The `millrace` executable, which checks libraries and runs those that are isolated; `nil` loads every
        /// library into this process, unchecked.
        package let executable: String?
        /// By plugin id, whatever their location says.
        package let isolation: [String: PluginIsolation]
        /// Bytes of resident memory of an isolated plugin.
        package let memoryLimit: Int
        /// Bytes of the data folder of a third party's plugin.
        package let diskLimit: Int
        /// TCP connections that third parties' plugins may open by themselves, by plugin id.
        package let network: [String: PluginSandbox.Network]
        /// Third parties' plugins whose requests through the server may go to this machine and to private networks.
        package let privateHosts: Set<String>
        /// How long an isolated plugin may go on with a call beyond its time limit.
        package let grace: Duration
        /// For a library to be loaded by the process that checks it.
        package let patience: Duration
        /// What earlier checks found. With it libraries of this process are loaded when they are first called, and not
        /// before.
        package let inspections: InspectionCache?
        /// `nil`: a process of ``executable`` checks.
        package let checker: (any LibraryChecker)?

        package init(
            locations: [PluginLocation], dataDirectory: String?, settings: PluginSettings, hostVersion: String,
            executable: String? = nil, isolation: [String: PluginIsolation] = [:], memoryLimit: Int = 256 << 20,
            diskLimit: Int = 1 << 30, network: [String: PluginSandbox.Network] = [:],
            privateHosts: Set<String> = [], grace: Duration = .seconds(5), patience: Duration = .seconds(10),
            inspections: InspectionCache? = nil, checker: (any LibraryChecker)? = nil
        ) {
            self.locations = locations
            self.dataDirectory = dataDirectory
            self.settings = settings
            self.hostVersion = hostVersion
            self.executable = executable
            self.isolation = isolation
            self.memoryLimit = memoryLimit
            self.diskLimit = diskLimit
            self.network = network
            self.privateHosts = privateHosts
            self.grace = grace
            self.patience = patience
            self.inspections = inspections
            self.checker = checker
        }
    }

    struct State {
        /// Those that contribute and those that are off.
        var units: [PluginUnit] = []
        var refusals: [PluginRefusal] = []
        /// Packages that are installed and cannot be loaded.
        var unloadable: [DisabledPlugin] = []
        /// Why plugins are off, by id.
        var off: [String: String] = [:]
        /// Libraries that were removed from use and can't be unloaded, by path.
        var retired: [String: PluginUnit] = [:]
        var isServing = false
        /// Plugins that were let go on with their work while the server does not lead, by path.
        var begun: [String: Task<Void, Never>] = [:]
        /// What organizations have installed, by organization.
        var installed: [String: Set<InstalledPackage>] = [:]
        var registry = ContributionRegistry()

        mutating func publish() {
            let disabled = units.map(\.plugin).compactMap { plugin in
                off[plugin.manifest.id].map {
                    DisabledPlugin(manifest: plugin.manifest, origin: plugin.origin, reason: $0, cause: .off)
                }
            }
            registry = ContributionRegistry(
                plugins: units.filter { off[$0.plugin.manifest.id] == nil }.map(\.plugin), refusals: refusals,
                disabled: disabled + unloadable)
        }
    }

    let configuration: Configuration
    let logger: Logger
    let fetcher: PluginFetcher
    let told = PluginEvents()
    let metrics: any MetricsFactory
    let state = Mutex(State())
    let reported = ReportedProblems()
    let requests = ServerRequests()
    let sharedState = SharedPluginState()
    let budget: EventBudget
    /// What the kernel offers to keep plugins from.
    let confinement = ConfinementReport.probe()

    /// - Parameter metrics: Where calls are counted.
    package init(
        configuration: Configuration, metrics: any MetricsFactory = NOOPMetricsHandler.instance, logger: Logger
    ) {
        self.metrics = metrics
        self.configuration = configuration
        self.logger = logger
        fetcher = PluginFetcher()
        budget = EventBudget(metrics, logger)
    }

    /// What plugins tell that no call asked for, from now on. One reader at a time: the one before gets nothing more.
    package var events: AsyncStream<PluginEvent> { told.read() }

    /// What is contributed now: a value that stays the same for who holds it.
    package var registry: ContributionRegistry { state.withLock { $0.registry } }

    /// Whether plugins have been let go on with their work: ``start()`` has begun.
    package var isServing: Bool { state.withLock { $0.isServing } }

    /// What keeps plugins from their work, as they report it, by plugin.
    package var problems: [String: [PluginFailure]] { reported.ofInstallation }

    func note(_ problems: [PluginFailure], of plugin: String) {
        reported.replace(of: plugin, owner: nil, with: problems)
    }

    /// The plugins that were loaded, in order.
    package var plugins: [LoadedPlugin] { state.withLock { $0.units.map(\.plugin) } }

    /// Inspects every library in the configured locations, and loads none.
    package func discover() async -> [DiscoveredPlugin] {
        let found = configuration.locations.flatMap { place in place.libraries.map { ($0, place.isolation) } }
        return await inspect(found.map { PluginCandidate(path: $0, origin: .installation, isolation: $1) })
    }

    /// Loads every library in the configured locations. One that cannot be loaded is refused with its reason, and
    /// the others are loaded.
    package func load() async { await load(await discover()) }

    /// Lets the plugins go on with work that was interrupted, before the server serves. Those of ``startDeployments()`` go on.
    package func start() async {
        let (units, begun) = state.withLock { state in
            state.isServing = true
            return (state.units, state.begun)
        }
        for unit in units {
            if let begin = begun[unit.plugin.path] { await begin.value } else { await start(unit) }
        }
        wakeOwned()
    }

    /// Lets those plugins go on with interrupted work whose providers keep what they deploy on the disk of the server: it
    /// does not lead.
    package func startDeployments() async {
        for unit in state.withLock({ $0.units })
        where unit.plugin.manifest.providers.contains(where: { $0.isOnServer == true }) {
            let begin = state.withLock { state in
                if let begun = state.begun[unit.plugin.path] { return begun }
                // Whoever is cancelled waits no longer, and the plugin goes on nevertheless.
                let begin = Task { await start(unit) }
                state.begun[unit.plugin.path] = begin
                return begin
            }
            await begin.value
        }
    }

    /// Returns when every plugin has stopped its work.
    /// - Parameter time: How long plugins may take to end what is in progress; `nil`: as long as they take by themselves.
    package func shutdown(within time: Duration? = nil) async {
        let units = state.withLock { Array($0.retired.values) + $0.units }
        await withTaskGroup { group in
            for unit in units { group.addTask { await unit.shutdown(within: time) } }
        }
        told.finish()
    }

    func start(_ unit: PluginUnit) async {
        // Of a package only the processes of organizations work, and each of those is told by itself.
        guard !unit.plugin.isOwned else { return }
        do {
            _ = try await unit.plugin.connection.call("plugin.start", [:], deadline: .seconds(60)) { _, _ in }
        } catch {
            logger.error("The plugin \"\(unit.plugin.manifest.id)\" failed to start: \(error)")
        }
    }
}
