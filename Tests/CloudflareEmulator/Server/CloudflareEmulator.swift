import Foundation
import Hummingbird
import LocalRuntime
import Logging
import NIOCore
import ServerSupport
import UnixSignals

/// A server that behaves like Cloudflare's REST API and runs what is deployed to it. Only for tests.
package struct CloudflareEmulator: Sendable {
    package struct Configuration: Sendable {
        package var port = 0
        /// Where it keeps everything; what an earlier one kept there is there again.
        package var folder: URL
        package var deno: URL
        /// With all permissions.
        package var token = "emulator-token"
        package var accountId = "0123456789abcdef0123456789abcdef"
        package var zones = ["example.com"]
        /// Of `workers.dev`.
        package var subdomain: String? = "emulated"

        package init(folder: URL, deno: URL) {
            self.folder = folder
            self.deno = deno
        }
    }

    private let configuration: Configuration
    private let store: Store
    private let runs: WorkflowRuns
    private let calls: WorkerCalls
    private let changes: AsyncStream<WorkflowRuns.Change>
    private let noMoreChanges: @Sendable () -> Void
    private let api: APIResponder
    private let control: ControlEndpoints

    package init(_ configuration: Configuration) async throws {
        self.configuration = configuration
        store = try Store(folder: configuration.folder)
        var account = Account(
            id: configuration.accountId, name: "Emulated account", subdomain: configuration.subdomain)
        account.zones = configuration.zones.map { Zone(name: $0) }
        try await store.add(account)
        try await store.add(Token(value: configuration.token))
        let platform = ShimFiles(folder: configuration.folder.appending(path: "platform"))
        try await platform.write(esbuild: "esbuild")
        let inspector = try ModuleInspector(
            deno: configuration.deno, folder: configuration.folder.appending(path: "inspection"),
            imports: platform.imports)
        let releases = ScriptReleases(store: store, inspector: inspector)
        let (changes, change) = AsyncStream.makeStream(of: WorkflowRuns.Change.self)
        self.changes = changes
        noMoreChanges = { change.finish() }
        let clock = EmulatorClock()
        let deployments = RuntimeDeployments(
            store: store, releases: releases, deno: configuration.deno, clock: clock,
            observe: { change.yield(.init(state: $0, deploymentId: $1, time: .now)) })
        runs = WorkflowRuns(store: store, deployments: deployments)
        calls = WorkerCalls(store: store, deployments: deployments)
        let resources = Resources(deployments: deployments)
        let log = CallLog()
        let groups: [any EndpointGroup] = [
            AccountEndpoints(store: store), ScriptEndpoints(store: store, uploads: releases),
            ReferenceEndpoints(store: store), SettingsEndpoints(store: store), SecretEndpoints(store: store),
            VersionEndpoints(store: store, uploads: releases), ScheduleEndpoints(store: store),
            SubdomainEndpoints(store: store), RouteEndpoints(store: store), DomainEndpoints(store: store),
            WorkflowEndpoints(store: store, runs: runs), InstanceEndpoints(store: store, runs: runs),
            QueueEndpoints(store: store), ConsumerEndpoints(store: store),
            MessageEndpoints(store: store, resources: resources), NamespaceEndpoints(store: store),
            KeyEndpoints(store: store, resources: resources), BulkEndpoints(store: store, resources: resources),
            DatabaseEndpoints(store: store, resources: resources),
            QueryEndpoints(store: store, resources: resources), BucketEndpoints(store: store, resources: resources),
            ObjectEndpoints(store: store, resources: resources), VectorizeEndpoints(store: store),
            VectorEndpoints(store: store), PullEndpoints(store: store), DurableObjectEndpoints(store: store),
            AssetEndpoints(store: store), TelemetryEndpoints(store: store, deployments: deployments),
        ]
        api = APIResponder(store: store, log: log, endpoints: groups.flatMap(\.endpoints))
        control = ControlEndpoints(store: store, log: log, calls: calls, clock: clock)
    }

    /// Serves until the task is cancelled or, with signals, the process is told to end.
    /// - Parameter onRunning: Called once, with the base URL, when requests are taken.
    package func run(
        signals: [UnixSignal] = [], onRunning: @escaping @Sendable (_ base: String) async -> Void
    ) async throws {
        let application = Application(
            responder: CallbackResponder { try await respond(to: $0, context: $1) },
            configuration: .init(address: .hostname("127.0.0.1", port: configuration.port), serverName: "cloudflare"),
            onServerRunning: { channel in
                await onRunning("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            },
            logger: Logger(label: "emulator") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await runs.follow(changes) }
            group.addTask { try await application.runUntilCancelled(signals: signals) }
            do { try await group.next() } catch {
                await end(&group)
                throw error
            }
            await end(&group)
        }
    }

    private func end(_ group: inout ThrowingTaskGroup<Void, any Error>) async {
        await runs.deployments.shutdown()
        noMoreChanges()
        group.cancelAll()
    }

    /// Hosts that are not this machine are addresses of Workers.
    private func respond(to request: Request, context: EmulatorContext) async throws -> Response {
        let path = request.head.path ?? "/"
        let authority = request.head.authority ?? ""
        if !authority.hasPrefix("127.0.0.1"), !authority.hasPrefix("localhost") {
            guard let address = await store.worker(at: authority, path: path) else {
                return Response(status: .notFound, body: .init(byteBuffer: ByteBuffer(string: "error code: 1042")))
            }
            return try await calls.fetch(request, at: address)
        }
        if let (script, rest) = ControlEndpoints.fetch(path) {
            guard let address = await store.worker(named: script, path: rest) else {
                return .envelope(APIError.scriptNotFound(script))
            }
            return try await calls.fetch(request, at: address)
        }
        if path.hasPrefix(ControlEndpoints.prefix) { return try await control.respond(to: request) }
        if path.hasPrefix(APIResponder.prefix) { return try await api.respond(to: request, context: context) }
        return .envelope(APIError.noRoute)
    }
}
