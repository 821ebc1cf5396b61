import Foundation
import Platform
import Prometheus

/// Every endpoint of a server, in the order of the OpenAPI document; created once.
struct EndpointList: Sendable {
    /// For callers with an API key or a session.
    let authenticated: [Endpoint<APIContext>]
    /// For everyone.
    let open: [Endpoint<RootContext>]
    let reference: ReferenceController

    var operations: [OperationSpec] { authenticated.map(\.operation) + open.map(\.operation) }

    /// - Parameter documentation: The folder of the built pages.
    init(
        _ platform: Platform, authentication: Authentication, cookie: SessionCookie, console: ConsoleFiles,
        documentation: URL?, commit: String?, lead: Lead?,
        metrics: PrometheusRegistry, limiter: RateLimiter, idempotent: IdempotentCall
    ) {
        authenticated = Self.authenticated(platform, limiter, idempotent)
        let sessions = SessionController(
            sessions: platform.sessions, invitations: platform.invitations, ownerSetUp: platform.ownerSetUp,
            cookie: cookie, origins: authentication.origins
        ).endpoints.tagged("Sessions")
        let tokens = TokenController(tokens: platform.tokens).endpoints.tagged("Credentials")
        let operations = OperationsController(
            health: platform.health, authentication: authentication, metrics: metrics,
            measurements: platform.measurements, figures: platform.figures, commit: commit, lead: lead
        ).endpoints
        let server =
            (operations + DocsController().endpoints + DocumentationController(folder: documentation).endpoints
            + PluginReferenceController(documentation: documentation).endpoints)
            .tagged("Server")
        reference = ReferenceController(
            operations: (authenticated.map(\.operation) + (sessions + tokens + server).map(\.operation)),
            resources: platform.resources, authentication: authentication)
        open = sessions + tokens + server + [reference.endpoint] + ConsoleController(files: console).endpoints
    }

    private static func authenticated(
        _ platform: Platform, _ limiter: RateLimiter, _ idempotent: IdempotentCall
    ) -> [Endpoint<APIContext>] {
        let workflows =
            WorkflowController(workflows: platform.workflows).endpoints.tagged("Workflows")
            + DraftController(drafts: platform.drafts).endpoints.tagged("Drafts")
            + LayoutController(layouts: platform.layouts).endpoints.tagged("Drafts")
            + VersionController(versions: platform.versions).endpoints.tagged("Versions")
            + CompileController(versions: platform.versions).endpoints.tagged("Versions")
            + DeploymentController(
                deployments: platform.deployments, idempotent: idempotent, feed: platform.feed, access: platform.access
            ).endpoints.tagged("Deployments")
            + ServiceLogController(logs: platform.serviceLogs).endpoints.tagged("Deployments")
            + ServiceRequestController(requests: platform.serviceRequests).endpoints.tagged("Deployments")
            + DeployConfigController(configs: platform.deployConfigs).endpoints.tagged("Deployments")
            + RunController(runs: platform.runs).endpoints.tagged("Runs")
            + TestRunController(tests: platform.testRuns).endpoints.tagged("Runs")
            + RunStepController(steps: platform.runSteps).endpoints.tagged("Runs")
            + FeedController(
                feed: platform.feed, projects: platform.projects, runs: platform.runs, access: platform.access
            ).endpoints.tagged("Runs")
            + StatisticsController(runs: platform.runs).endpoints.tagged("Runs")
            + RunJobController(jobs: platform.runJobs, feed: platform.feed, access: platform.access).endpoints.tagged(
                "Runs")
        let settings =
            ConnectionController(connections: platform.connections).endpoints.tagged("Connections")
            + ProviderController(connections: platform.connections).endpoints.tagged("Connections")
            + CredentialController(
                credentials: platform.credentials, consent: platform.consent, tokens: platform.tokens,
                nodes: platform.nodes
            ).endpoints.tagged("Credentials")
            + VariableController(variables: platform.variables).endpoints.tagged("Environment variables")
            + WebhookController(webhooks: platform.webhooks).endpoints.tagged("Webhooks")
            + ProjectController(projects: platform.projects).endpoints.tagged("Projects")
            + TransferController(transfer: platform.transfer).endpoints.tagged("Projects")
        let plugins =
            NodeController(nodes: platform.nodes, options: platform.nodeOptions).endpoints.tagged("Nodes")
            + MarketplaceController(catalogue: platform.catalogue, changes: platform.marketplace).endpoints
            .tagged("Marketplace")
            + NodeMigrationController(migration: platform.migration).endpoints.tagged("Marketplace")
            + ResourceController(resources: platform.resources, limiter: limiter).endpoints.tagged("Resources")
            + PluginController(plugins: platform.plugins).endpoints.tagged("Plugins")
        let people =
            MeController(identities: platform.identities, limits: limiter.limits).endpoints.tagged("API keys")
            + AccountController(account: platform.account).endpoints.tagged("Sessions")
            + APIKeyController(keys: platform.keys).endpoints.tagged("API keys")
            + OrganizationController(organizations: platform.organizations).endpoints.tagged("Organizations")
            + MemberController(members: platform.members).endpoints.tagged("Organizations")
            + InvitationController(invitations: platform.invitations).endpoints.tagged("Organizations")
            + AuditController(log: platform.auditLog).endpoints.tagged("Organizations")
        return workflows + settings + plugins + people
    }
}
