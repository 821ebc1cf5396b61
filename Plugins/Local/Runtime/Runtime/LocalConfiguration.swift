import Foundation

/// How the provider runs.
package struct LocalConfiguration: Sendable {
    /// Where it keeps everything; for the owner only.
    package let dataFolder: URL
    /// The setting `DENO`; `nil`: the `deno` on the search path.
    package let denoPath: String?
    package let searchPath: String
    /// The setting `ESBUILD`: a name on the search path, or a path. It bundles the code that runs programs.
    let esbuild: String
    /// The setting `ALLOW_PRIVATE=1`: programs reach this machine and its neighbours.
    package let allowsPrivateNetwork: Bool
    /// The setting `CONFINE`: the kernel holds processes to what they need.
    package let isConfining: Bool
    /// The setting `CONNECTIONS`: that the programs of a deployment have open at a time.
    package let connections: Int
    /// The setting `CONNECTION_IDLE_TIME`: for which nothing may be sent over one of these.
    let connectionSilence: Duration
    /// The setting `CONNECT_TIMEOUT`: in which an address has to accept a connection.
    let connectTimeout: Duration
    /// The setting `MEMORY`: of a process's JavaScript heap, in megabytes (2^20 bytes); as much again for its buffers.
    package let memoryMegabytes: Int
    /// The setting `STEPS`: of a run, as many as Cloudflare allows by default ("Workflows: Limits" of its documentation).
    package var steps: Int
    /// Sleeps of a run for each step that it may have: a program that sleeps for ever would fill the journal, too.
    static let sleepsPerStep = 10
    /// The setting `EVENTS`: that a run may have which no step has taken.
    package var events: Int
    /// The setting `STATE`: of the values, errors and events of a run, in megabytes; as many as Cloudflare allows ("Workflows: Limits"
    /// of its documentation).
    package var stateMegabytes: Int
    /// The setting `INACTIVITY_TIMEOUT`: in which a program has to ask for its next step, or end.
    package var inactivityTimeout: Duration
    package var resources: ResourceLimits
    /// The setting `STOP`: for attempts and requests that are under way to end when the provider stops; `nil`: as long as
    /// the server waits.
    package var stopTime: Duration?
    /// The setting `PRINTS`: lines a second, of 1 KiB, that the processes of a deployment may print.
    package var printsPerSecond: Int
    /// The setting `RETENTION`, in days: so long a run is kept after its end; 0: for ever. As long as Cloudflare keeps it
    /// ("Workflows: Limits" of its documentation).
    let retention: Duration
    /// The setting `CHILDREN`: what becomes of the runs that a run has started when it is terminated.
    package var children: Children
    /// The setting `HOST`, at which functions answer. Another one than the server's: to browsers all ports of a host share
    /// their cookies.
    let host: String
    /// The setting `URL`: where others reach functions; `nil`: at ``host``.
    let publicURL: String?
    /// The setting `PROXIES`: how many proxies of the operator's a request to a function passes.
    let proxies: Int
    /// The setting `REQUESTS`: to functions, from one client in a minute; 0: any number.
    let requestsPerMinute: Int
    static let standardHeaders = 500

    /// The setting `HEADERS`: that a request or a response may have.
    let headers: Int
    /// The setting `HTTP_CONNECTIONS`: to functions, open at a time.
    let functionConnections: Int
    /// The setting `CLIENT_CONNECTIONS`: those of one address.
    let clientConnections: Int
    /// The setting `REQUEST_TIME`: in which the head of a request to a function has to arrive, a body that drips, and in which
    /// a client reads more of a response.
    let requestArrival: Duration
    /// The setting `IDLE_TIME`: for which a connection to functions may be silent.
    let connectionIdleTime: Duration
    /// The setting `PORT`, at which functions answer: 0 is a free one, `nil` the one of the last start or 8788.
    package let port: Int?
    /// The setting `RESPONSE_TIME`: in which a fetch handler has to answer.
    package var requestTime: Duration
    /// The setting `CONCURRENT_REQUESTS`: handlers of a process that run at a time. Workers that ask each other in a circle come
    /// to an end.
    package var handlersAtATime: Int
    /// The setting `BODY`: of a request's body ("Workers: Limits" of Cloudflare's documentation, for most plans).
    package var requestBytes: Int
    /// The setting `SLOTS`: instances that are in memory at a time; the others wait their turn in the journal.
    package var liveInstances: Int
    /// The setting `DISK`: that a deployment may use, in bytes.
    package var diskBytes: Int
    /// The settings `LOG_LINES` and `LOG_SIZE`.
    package var logLimits: LogLimits
    /// After so long with nothing to do but wait an instance leaves memory, and a process without instances
    /// ends.
    package var idleTime: Duration = .seconds(30)
    /// The setting `CPU`, in seconds: a process that computes for so long and does not answer runs away: it is ended.
    /// As long as a step's CPU time at most ("Workflows: Limits" of Cloudflare's documentation: 30 seconds by default).
    package var unresponsiveTime: Duration
    /// Processes of a deployment that each run one instance: of those that were at work when a shared one ended, the
    /// one that is to blame shows itself so.
    package var separateProcesses = 4
    /// The setting `PROCESSES`: that all deployments may have at a time.
    package var processes: Int
    /// The setting `DEPLOYMENT_PROCESSES`: that a deployment may have at a time, those with former secrets too.
    package var deploymentProcesses: Int
    /// The setting `DEPLOYMENT_MEMORY`: that the processes of a deployment may use together, in megabytes.
    package var deploymentMegabytes: Int
    /// As many processes as ``deploymentMegabytes`` are enough for: each may use its heap, and as much for buffers.
    var processesInMemory: Int { max(1, deploymentMegabytes / max(1, memoryMegabytes * 2)) }
    /// The setting `QUEUED`: runs of a deployment that have not begun.
    package var queuedRuns: Int
    package var clock = LocalClock.system
    /// After which the clock is looked at again, whatever there is to do: it may have jumped.
    package var longestNap: Duration = .seconds(5)

    /// - Parameter settings: The plugin's settings, `MILLRACE_LOCAL_…` by their last part.
    package init(dataFolder: URL, settings: [String: String], searchPath: String) {
        self.dataFolder = dataFolder
        self.searchPath = searchPath
        esbuild = settings[.esbuild].flatMap { $0.isEmpty ? nil : $0 } ?? "esbuild"
        denoPath = settings[.deno].flatMap { $0.isEmpty ? nil : $0 }
        allowsPrivateNetwork = settings[.allowPrivate] == "1"
        isConfining = settings[.confine] != "0" && settings[.confine] != "false"
        connections = settings[.connections].flatMap(Int.init) ?? 1_000
        connectTimeout = .seconds(settings[.connectTimeout].flatMap(Double.init) ?? 10)
        connectionSilence = Self.seconds(settings[.connectionIdleTime]) ?? .seconds(3_600)
        host = settings[.host].flatMap { $0.isEmpty ? nil : $0 } ?? "127.0.0.2"
        publicURL = settings[.url].flatMap { url in
            url.isEmpty ? nil : String(url.hasSuffix("/") ? url.dropLast() : url[...])
        }
        proxies = settings[.proxies].flatMap(Int.init) ?? 0
        requestsPerMinute = settings[.requests].flatMap(Int.init) ?? 60_000
        headers = Self.positive(settings[.headers]) ?? Self.standardHeaders
        functionConnections = Self.positive(settings[.httpConnections]) ?? 4_000
        // All connections of a proxy come from one address.
        clientConnections =
            proxies > 0 ? functionConnections : Self.positive(settings[.clientConnections]) ?? 500
        requestArrival = Self.seconds(settings[.requestTime]) ?? .seconds(60)
        connectionIdleTime = Self.seconds(settings[.idleTime]) ?? .seconds(120)
        port = settings[.port].flatMap(Int.init)
        unresponsiveTime = Self.seconds(settings[.cpu]) ?? .seconds(30)
        steps = Self.positive(settings[.steps]) ?? 10_000
        events = Self.positive(settings[.events]) ?? 1_000
        processes = Self.positive(settings[.processes]) ?? 200
        deploymentProcesses = Self.positive(settings[.deploymentProcesses]) ?? 20
        deploymentMegabytes = Self.positive(settings[.deploymentMemory]) ?? 10_240
        queuedRuns = Self.positive(settings[.queued]) ?? 100_000
        printsPerSecond = Self.positive(settings[.prints]) ?? 1_000
        stateMegabytes = Self.positive(settings[.state]) ?? 1_024
        inactivityTimeout = Self.seconds(settings[.inactivityTimeout]) ?? .seconds(3_600)
        resources = ResourceLimits(settings: settings)
        requestTime = Self.seconds(settings[.responseTime]) ?? .seconds(120)
        handlersAtATime = Self.positive(settings[.concurrentRequests]) ?? 1_000
        requestBytes = (Self.positive(settings[.body]) ?? 100) << 20
        liveInstances = Self.positive(settings[.slots]) ?? 1_000
        diskBytes = (Self.positive(settings[.disk]) ?? 1_048_576) << 20
        logLimits = LogLimits(
            lines: Self.positive(settings[.logLines]) ?? 1_000, megabytes: Self.positive(settings[.logSize]) ?? 16)
        stopTime = settings[.stop].flatMap(Double.init).flatMap { $0 >= 0 ? .seconds($0) : nil }
        let days = settings[.retention].flatMap(Double.init).flatMap { $0 >= 0 ? $0 : nil } ?? 30
        retention = .seconds(days * 86_400)
        children = settings[.children].flatMap(Children.init(rawValue:)) ?? .leave
        memoryMegabytes = settings[.memory].flatMap(Int.init) ?? 256
    }

    private static func positive(_ value: String?) -> Int? { value.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } }

    private static func seconds(_ value: String?) -> Duration? {
        value.flatMap(Double.init).flatMap { $0 > 0 ? .seconds($0) : nil }
    }

    /// What becomes of a run whose parent is terminated.
    package enum Children: String, Sendable, CaseIterable { case leave, terminate }

    var denoCache: DenoCache { DenoCache(folder: dataFolder.appending(path: "deno")) }
    var shim: ShimFiles { ShimFiles(folder: dataFolder.appending(path: "shim")) }

    func folder(of deploymentId: String) -> DeploymentFolder {
        DeploymentFolder(
            url: deployments.appending(path: deploymentId), cache: denoCache.folder.appending(path: deploymentId))
    }

    /// Those that there are, drafts too.
    func deploymentFolders() throws -> [DeploymentFolder] {
        guard FileManager.default.fileExists(atPath: deployments.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: deployments.path)
            .map(folder(of:))
    }

    private var deployments: URL { dataFolder.appending(path: "deployments") }
}
