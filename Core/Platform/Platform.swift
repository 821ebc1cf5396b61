import CoreMetrics
import Egress
import JSON
import Logging
import Marketplace
import PluginHost
import PluginMessages
import Storage
import Values

/// The use cases, put together.
package struct Platform: Sendable {
    package let storage: any StorageDriver
    package let health: Health
    package let measurements: PluginMeasurements
    package let figures: ServerFigures
    package let keys: Keys
    package let identities: CallerIdentities
    package let access: OpenAccess
    package let sessions: Sessions
    package let ownerSetUp: OwnerSetUp
    package let account: Account
    package let organizations: Organizations
    package let members: Members
    package let invitations: Invitations
    package let auditLog: AuditLog
    package let idempotency: Idempotency
    package let states: ResourceStates
    package let workflows: Workflows
    package let drafts: Drafts
    package let layouts: Layouts
    package let versions: Versions
    package let connections: Connections
    package let deployments: Deployments
    package let deployConfigs: DeployConfigs
    package let runs: Runs
    package let runSteps: RunSteps
    package let testRuns: TestRuns
    package let serviceLogs: ServiceLogs
    package let serviceRequests: ServiceRequests
    package let runJobs: RunJobs
    package let feed: ProjectFeed
    /// Changes of servers that do not lead.
    package let sharedFeed: SharedFeed
    package let nodes: NodesCatalog
    package let nodeOptions: NodeOptions
    package let projects: Projects
    package let variables: Variables
    package let webhooks: Webhooks
    package let webhookDispatcher: WebhookDispatcher
    package let credentials: VendorCredentials
    package let consent: CredentialConsent
    package let tokens: CredentialTokens
    package let transfer: ProjectTransfer
    package let plugins: Plugins
    package let resources: Resources
    package let catalogue: MarketplaceCatalogue
    package let marketplace: MarketplaceChanges
    package let migration: NodeMigration
    /// What the first start made; `nil` at every later one.
    package let firstStart: FirstStart?

    /// Receives messages of servers that do not lead; `nil` where there are none, and on a server that does not lead.
    package let receiver: ServerReceiver?
    let deployed: AsyncStream<WorkflowID>

    let places: DeploymentPlaces?
    let listener: RunListener
    let reconciler: RunReconciler
    let rollout: SecretRollout
    let credentialWatch: CredentialWatch
    let resealing: KeyResealing
    let retention: Retention
    let queue: SerialQueue<WorkflowID>
    let interruptedDeploys: InterruptedDeploys
    /// Left behind by an earlier server, for their providers to end.
    let interrupted: [DeploymentRecord]
    let changes: SerialQueue<String>
    let registries: Registries

    /// What this server is among those of its database.
    package enum Role: Sendable {
        /// It works on the database alone, or leads.
        /// - Parameter epoch: In which it leads; `nil` where there is only one server.
        case leads(epoch: Int?)
        /// It executes requests that need the database alone.
        case follows
    }

    /// Brings the database and the data directory up to date, unless another server leads.
    /// - Parameters:
    ///   - plugins: Loaded already: what they contribute decides what a first start makes.
    ///   - name: Of this server, for people.
    ///   - transport: Brings messages to other servers of the database; `nil` reaches none.
    ///   - role: One that ``Role/follows`` changes nothing by itself: ``catchUp()``, ``keepUp(every:)`` and ``listen()`` are
    ///     for the one that leads.
    ///   - masterKeys: Of ``ServerKeys``, where servers run beside this one.
    ///   - retention: How long runs and the audit log are kept.
    ///   - webhookSettings: Where webhooks may lead, and how often one is tried.
    ///   - address: The origin under which browsers and deployed programs reach the server.
    ///   - asksPrivate: Whether authorization servers, and vendors that list options, may be on this machine or in private
    ///     networks.
    ///   - listTime: The limit of one request for options.
    ///   - metrics: Where storage, deploys and runs are counted.
    ///   - dataDirectory: Holds the master key; it is made when it is not there.
    /// - Throws: ``StartError`` or `StorageError`, which say what to do.
    package init(
        storage: any StorageDriver, plugins loaded: any Contributions, dataDirectory: String,
        role: Role = .leads(epoch: nil), name: String = "", keys masterKeys: MasterKeys? = nil,
        transport: (any ServerTransport)? = nil,
        marketplace settings: MarketplaceSettings = MarketplaceSettings(),
        retention: RetentionSettings = RetentionSettings(),
        webhooks webhookSettings: WebhookSettings = WebhookSettings(),
        address: String? = nil, asksPrivate: Bool = false, listTime: Duration = .seconds(10),
        metrics factory: any MetricsFactory = NOOPMetricsHandler.instance, logger: Logger
    ) async throws {
        let masterKeys = masterKeys ?? MasterKeys(directory: dataDirectory)
        let keyed: any StorageDriver =
            storage.isShared ? KeyedStorage(inner: storage, keys: masterKeys) : storage
        let storage = MeasuredStorage(keyed, factory)
        let metrics = PlatformMetrics(factory)
        self.storage = storage
        let bootstrap = Bootstrap(
            storage: storage, registry: loaded.registry, directory: dataDirectory, keys: masterKeys)
        let (secrets, first, executor): (SecretBox, FirstStart?, RequestExecutor)
        switch role {
        case .leads(let epoch):
            (secrets, first) = try await bootstrap.run()
            executor = .leader(in: epoch)
        case .follows: (secrets, first, executor) = (try await bootstrap.join(), nil, .follower())
        }
        let server = try storage.isShared ? DeploymentServer(directory: dataDirectory, name: name) : nil
        let link = try await transport == nil ? nil : LeaderLookup(storage: storage, keys: masterKeys).link()
        let parcels = MessageParcels()
        let places = server.map { server in
            let messenger = link.flatMap { link in
                transport.map { ServerMessenger(link: link, transport: $0, parcels: parcels) }
            }
            return DeploymentPlaces(own: server, others: OtherServers(messenger))
        }
        self.places = places
        let plugins = PlacedContributions(inner: loaded, places: places)
        let installer = PackageInstaller(
            host: loaded.host, store: PackageStore(folder: "\(dataDirectory)/packages"), storage: storage,
            settings: settings)
        if case .leads = role { try await installer.start() }
        let registries = Registries(
            settings.registries, check: settings.check, memory: "\(dataDirectory)/registries.json")
        self.registries = registries
        let visible = OrganizationNodes(contributions: plugins, storage: storage)
        let queue = SerialQueue<WorkflowID>()
        let rollout = SecretRollout(
            storage: storage, contributions: plugins, secrets: secrets, logger: logger)
        self.rollout = rollout
        let interruptedDeploys = InterruptedDeploys(
            storage: storage, contributions: plugins, secrets: secrets, queue: queue, logger: logger)
        switch role {
        case .leads: interrupted = try await Self.interrupted(interruptedDeploys, in: storage)
        case .follows: interrupted = []
        }
        self.interruptedDeploys = interruptedDeploys
        let feed = ProjectFeed()
        self.feed = feed
        sharedFeed = SharedFeed(storage: storage, feed: feed, logger: logger)
        let tests = TestRemoval(
            storage: storage, contributions: plugins, secrets: secrets,
            deletion: RunDeletion(storage: storage, contributions: plugins, secrets: secrets, feed: feed),
            logger: logger)
        let (deployed, deploying) = AsyncStream.makeStream(
            of: WorkflowID.self, bufferingPolicy: .bufferingNewest(1_000))
        self.deployed = deployed
        let deployments = Deployments(
            storage: storage, contributions: plugins, secrets: secrets, queue: queue, metrics: metrics,
            journal: DeployJournal(), rollout: rollout, feed: feed, tests: tests, address: address,
            deployed: places == nil ? nil : deploying)
        let runs = Runs(
            storage: storage, contributions: plugins, secrets: secrets, logger: logger, metrics: metrics, feed: feed)
        self.queue = queue
        self.deployments = deployments
        self.runs = runs
        runSteps = RunSteps(runs: runs, nodes: visible)
        serviceLogs = ServiceLogs(runs: runs)
        serviceRequests = ServiceRequests(runs: runs)
        testRuns = TestRuns(runs: runs, nodes: visible, queue: queue, removal: tests, address: address)
        runJobs = RunJobs(storage: storage, runs: runs, logger: logger)
        let changes = SerialQueue<String>()
        self.changes = changes
        catalogue = MarketplaceCatalogue(storage: storage, registries: registries, contributions: plugins)
        marketplace = MarketplaceChanges(
            storage: storage, registries: registries, installer: installer, queue: changes)
        migration = NodeMigration(
            storage: storage, nodes: visible,
            versions: Versions(storage: storage, nodes: visible, offered: OfferedPackages(registries: registries)))
        resources = Resources(storage: storage, nodes: visible, secrets: secrets)
        self.plugins = Plugins(storage: storage, host: plugins.host)
        firstStart = first
        let keys = Keys(storage: storage)
        measurements = PluginMeasurements(plugins: plugins.host)
        figures = ServerFigures(storage: storage, plugins: plugins.host, dataDirectory: dataDirectory)
        health = Health(storage: storage, plugins: plugins.host, dataDirectory: dataDirectory)
        let passwords = Passwords()
        self.keys = keys
        identities = CallerIdentities(storage: storage)
        access = OpenAccess(storage: storage)
        let delays = SignInDelays()
        sessions = Sessions(storage: storage, passwords: passwords, delays: delays)
        account = Account(storage: storage, passwords: passwords, delays: delays)
        ownerSetUp = OwnerSetUp(storage: storage, passwords: passwords)
        members = Members(storage: storage, cache: keys.cache)
        invitations = Invitations(storage: storage, passwords: passwords, delays: delays)
        auditLog = AuditLog(storage: storage)
        idempotency = Idempotency(storage: storage, secrets: secrets, server: executor)
        states = ResourceStates(storage: storage)
        let workflows = Workflows(
            storage: storage, secrets: secrets, deployments: deployments, nodes: visible, rollout: rollout)
        self.workflows = workflows
        organizations = Organizations(storage: storage, workflows: workflows, cache: keys.cache)
        drafts = Drafts(storage: storage)
        layouts = Layouts(storage: storage)
        versions = Versions(storage: storage, nodes: visible, offered: OfferedPackages(registries: registries))
        deployConfigs = DeployConfigs(storage: storage, contributions: plugins)
        connections = Connections(
            storage: storage, contributions: plugins, registries: registries, secrets: secrets, tests: tests)
        let nodes = NodesCatalog(nodes: visible)
        self.nodes = nodes
        projects = Projects(storage: storage, cache: keys.cache)
        transfer = ProjectTransfer(storage: storage, nodes: visible, secrets: secrets, queue: changes)
        variables = Variables(storage: storage, secrets: secrets, rollout: rollout)
        let rules = EgressRules(allowsPrivate: webhookSettings.allowsPrivate)
        webhooks = Webhooks(storage: storage, secrets: secrets, rules: rules)
        webhookDispatcher = WebhookDispatcher(
            storage: storage, secrets: secrets, settings: webhookSettings,
            sender: WebhookSender(client: GuardedClient(rules: rules, timeout: webhookSettings.timeout)),
            metrics: metrics, logger: logger)
        let credentials = VendorCredentials(
            storage: storage, contributions: plugins, secrets: secrets, rollout: rollout)
        let requests = TokenRequests(allowsPrivate: asksPrivate)
        self.credentials = credentials
        consent = CredentialConsent(credentials: credentials, requests: requests, address: address)
        let tokens = CredentialTokens(
            credentials: credentials, mint: TokenMint(requests: requests), refreshes: SerialQueue<CredentialID>(),
            kept: TokenCache(), unstored: UnstoredTokens())
        self.tokens = tokens
        nodeOptions = NodeOptions(
            nodes: nodes, tokens: tokens,
            requests: TokenRequests(allowsPrivate: asksPrivate, timeout: listTime))
        plugins.host.keepState(in: PluginStates(storage: storage))
        if case .leads = role { plugins.host.answerRequests { await tokens.answer($0) } }
        if case .leads(let epoch?) = role, let places, let link {
            let messages = LeaderMessages(places: places, host: plugins.host, storage: storage) {
                await tokens.answer($0)
            }
            receiver = ServerReceiver(link: { link }, parcels: parcels) {
                $0 == Leader.target(in: epoch)
            } answer: {
                await messages.answer($0, $1)
            }
        } else {
            receiver = nil
        }
        resealing = KeyResealing(storage: storage, keys: masterKeys, logger: logger)
        credentialWatch = CredentialWatch(tokens: tokens, reports: runs.reports, logger: logger)
        let reconciler = RunReconciler(
            storage: storage, contributions: plugins, secrets: secrets, runs: runs, logger: logger)
        self.reconciler = reconciler
        let events: AsyncStream<PluginEvent>
        switch role {
        case .leads: events = plugins.events
        // The server that leads has what they tell.
        case .follows: events = AsyncStream { $0.finish() }
        }
        listener = RunListener(runs: runs, events: events, reconcile: reconciler.reconcileAll, logger: logger)
        self.retention = Retention(
            settings: retention, storage: storage, deletion: runs.deletion, tests: tests,
            logger: logger)
    }

    /// - Returns: The deploys that their providers have to end.
    private static func interrupted(
        _ deploys: InterruptedDeploys, in storage: any StorageDriver
    ) async throws -> [DeploymentRecord] {
        try await deploys.failUnrecoverable()
        return try await storage.read { try Table(DeploymentRecord.self, in: $0).interrupted() }
    }
}
