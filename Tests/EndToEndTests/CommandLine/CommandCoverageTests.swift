import JSON
import TestSupport
import Testing

@Suite("Commands and the API", .timeLimit(.minutes(20)))
struct CommandCoverageTests {
    /// The command that calls each operation; those in parentheses have none, for a reason.
    private static let table = """
        GET /api/workflows = workflows list
        POST /api/workflows = workflows create
        GET /api/workflows/{workflowId} = workflows edit
        PATCH /api/workflows/{workflowId} = workflows edit
        DELETE /api/workflows/{workflowId} = workflows delete
        GET /api/workflows/{workflowId}/full = workflows get
        PATCH /api/workflows/{workflowId}/move = workflows move
        GET /api/workflows/{workflowId}/draft = (for the console)
        PUT /api/workflows/{workflowId}/draft = (for the console)
        DELETE /api/workflows/{workflowId}/draft = (for the console)
        GET /api/workflows/{workflowId}/layout = (for the console)
        PUT /api/workflows/{workflowId}/layout = (for the console)
        GET /api/workflows/{workflowId}/versions = versions list
        POST /api/workflows/{workflowId}/versions = versions create
        GET /api/workflows/{workflowId}/versions/{versionId} = versions get
        PATCH /api/workflows/{workflowId}/versions/{versionId} = versions lock
        DELETE /api/workflows/{workflowId}/versions/{versionId} = versions delete
        GET /api/workflows/{workflowId}/versions/{versionId}/diff/{otherVersionId} = versions diff
        POST /api/workflows/{workflowId}/versions/{versionId}/revert = versions revert
        POST /api/compile = workflows push
        GET /api/deployments = deployments
        GET /api/workflows/{workflowId}/deployments = deployments
        GET /api/deployments/{deploymentId} = (deployments lists them)
        POST /api/workflows/{workflowId}/deploy = (deploy shows the stages)
        POST /api/workflows/{workflowId}/deploy-stream = deploy
        GET /api/workflows/{workflowId}/deployments/{deploymentId}/events = (deploy shows the stages)
        GET /api/workflows/{workflowId}/deployments/{deploymentId}/logs = logs
        POST /api/workflows/{workflowId}/deploy-preview = deploy
        POST /api/workflows/{workflowId}/takedown-preview = takedown
        POST /api/workflows/{workflowId}/takedown = takedown
        GET /api/workflows/{workflowId}/deploy-config/{connectionId} = (for the console: workflows edit sets deployConfig)
        PUT /api/workflows/{workflowId}/deploy-config/{connectionId} = (for the console: workflows edit sets deployConfig)
        DELETE /api/workflows/{workflowId}/deploy-config/{connectionId} = (for the console: workflows edit sets deployConfig)
        POST /api/workflows/{workflowId}/trigger = trigger
        POST /api/workflows/{workflowId}/request = (for the console: curl)
        POST /api/workflows/{workflowId}/trigger-batch = (for programs)
        POST /api/workflows/{workflowId}/test = workflows test
        GET /api/runs = runs list
        GET /api/runs/{runId} = runs get
        GET /api/workflows/{workflowId}/runs = runs list
        GET /api/workflows/{workflowId}/runs/{runId} = runs get
        DELETE /api/workflows/{workflowId}/runs/{runId} = runs delete
        POST /api/workflows/{workflowId}/runs/{runId}/events = runs event
        POST /api/workflows/{workflowId}/runs/{runId}/restart = runs restart
        POST /api/workflows/{workflowId}/runs/{runId}/pause = runs pause
        POST /api/workflows/{workflowId}/runs/{runId}/resume = runs resume
        POST /api/workflows/{workflowId}/runs/{runId}/terminate = runs terminate
        GET /api/workflows/{workflowId}/runs/{runId}/steps = runs get
        GET /api/workflows/{workflowId}/runs/{runId}/steps/{step} = (runs get shows the steps)
        GET /api/workflows/{workflowId}/runs/{runId}/logs = runs logs
        GET /api/workflows/{workflowId}/runs/{runId}/document = (for the console: api)
        GET /api/projects/{projectId}/events = (for the console)
        GET /api/runs/stream = (for the console)
        GET /api/workflows/{workflowId}/runs/{runId}/stream = runs watch
        GET /api/stats = (for the console)
        POST /api/runs/jobs = (for the console: api)
        GET /api/runs/jobs = (for the console: api)
        POST /api/runs/purge = (for the console: api)
        GET /api/runs/jobs/{jobId} = (for the console: api)
        GET /api/runs/jobs/{jobId}/events = (for the console: api)
        POST /api/runs/jobs/{jobId}/cancel = (for the console: api)
        GET /api/connections = connections list
        POST /api/connections = connections create
        POST /api/connections/verify-token = connections verify
        POST /api/connections/{connectionId}/verify = connections verify
        GET /api/connections/{connectionId} = connections get
        PATCH /api/connections/{connectionId} = connections edit
        DELETE /api/connections/{connectionId} = connections delete
        GET /api/providers = connections providers
        GET /api/env-vars = variables list
        POST /api/env-vars = variables set
        GET /api/env-vars/{variableId} = variables delete
        PATCH /api/env-vars/{variableId} = variables set
        DELETE /api/env-vars/{variableId} = variables delete
        GET /api/webhooks = webhooks list
        POST /api/webhooks = webhooks create
        GET /api/webhooks/{webhookId} = webhooks get
        PATCH /api/webhooks/{webhookId} = webhooks edit
        DELETE /api/webhooks/{webhookId} = webhooks delete
        POST /api/webhooks/{webhookId}/rotate-secret = webhooks rotate
        POST /api/webhooks/{webhookId}/ping = webhooks ping
        GET /api/webhooks/{webhookId}/deliveries = webhooks deliveries
        GET /api/webhooks/{webhookId}/deliveries/{deliveryId} = webhooks delivery
        POST /api/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver = webhooks redeliver
        GET /api/projects = projects list
        POST /api/projects = projects create
        GET /api/projects/{projectId} = projects get
        PATCH /api/projects/{projectId} = projects edit
        DELETE /api/projects/{projectId} = projects delete
        GET /api/projects/{projectId}/export = projects export
        POST /api/projects/import = projects import
        GET /api/nodes = nodes list
        GET /api/nodes/templates = (for the console)
        GET /api/nodes/{nodeId} = nodes get
        POST /api/nodes/{nodeId}/options = (for the console)
        GET /api/marketplace = marketplace search
        GET /api/marketplace/installed = marketplace search
        GET /api/marketplace/{nodeId} = marketplace info
        POST /api/marketplace/install = marketplace install
        POST /api/marketplace/uninstall = marketplace uninstall
        POST /api/marketplace/update = marketplace update
        POST /api/marketplace/rollback = marketplace rollback
        POST /api/marketplace/migrate = (for the console)
        GET /api/plugins = (for operators: api)
        POST /api/plugins/{pluginId}/enable = (for operators: api)
        POST /api/plugins/{pluginId}/disable = (for operators: api)
        POST /api/plugins/{pluginId}/restart = plugin dev
        GET /api/env-vars/{variableId}/uses = (for the console)
        GET /api/credential-types = credentials types
        GET /api/credentials = credentials list
        POST /api/credentials = credentials create
        GET /api/credentials/callback = (for browsers)
        GET /api/credentials/{credentialId} = credentials get
        PATCH /api/credentials/{credentialId} = credentials edit
        DELETE /api/credentials/{credentialId} = credentials delete
        GET /api/credentials/{credentialId}/uses = credentials uses
        POST /api/credentials/{credentialId}/authorize = (for the console)
        POST /api/credentials/{credentialId}/test = credentials test
        POST /api/tokens/{deploymentId} = (for programs)
        GET /api/me = login
        PUT /api/auth/password = (for the console)
        GET /api/sessions = (for the console)
        DELETE /api/sessions = (for the console)
        DELETE /api/sessions/{sessionId} = (for the console)
        GET /api/api-keys = api-keys list
        POST /api/api-keys = api-keys create
        GET /api/api-keys/{apiKeyId} = api-keys delete
        PATCH /api/api-keys/{apiKeyId} = api-keys rename
        DELETE /api/api-keys/{apiKeyId} = api-keys delete
        POST /api/api-keys/{apiKeyId}/rotate = api-keys rotate
        GET /api/organizations = (for the console)
        POST /api/organizations = (for the console)
        GET /api/organizations/{organizationId} = (for the console)
        PATCH /api/organizations/{organizationId} = (for the console)
        DELETE /api/organizations/{organizationId} = (for the console)
        GET /api/members = members list
        GET /api/members/{userId} = members role
        PATCH /api/members/{userId} = members role
        DELETE /api/members/{userId} = members remove
        GET /api/invitations = members invitations
        POST /api/invitations = members invite
        GET /api/invitations/{invitationId} = members withdraw
        DELETE /api/invitations/{invitationId} = members withdraw
        GET /api/audit-log = audit
        POST /api/auth/sign-in = login
        POST /api/auth/sign-up = (for the console)
        POST /api/auth/set-up = (for the console)
        POST /api/auth/sign-out = logout
        GET /api/auth/session = (for the console)
        GET /api/health = (for monitoring)
        GET /api/ready = (for monitoring)
        GET /metrics = (for monitoring)
        GET /docs = (for browsers)
        GET /api/openapi.json = openapi
        """

    private var rows: [(operation: String, command: String)] {
        Self.table.split(separator: "\n").map { line in
            let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
            return (parts[0], parts[1])
        }
    }

    @Test("Every operation of the API has a command, or a reason for none; no other is named")
    func operations() async throws {
        let text = try await Command(executable: BuildProducts.millrace, arguments: ["openapi"]).run().stdout
        let paths = try #require(try JSONValue(parsing: text)["paths"]?.object)
        let methods: Set = ["get", "post", "put", "patch", "delete"]
        let operations = paths.flatMap { path, item in
            (item.object?.keys ?? []).filter(methods.contains).map { "\($0.uppercased()) \(path)" }
        }
        let named = rows.map(\.operation)
        #expect(Set(operations).subtracting(named).isEmpty && Set(named).subtracting(operations).isEmpty)
        #expect(named.count == Set(named).count)
    }

    @Test("Every command that is named exists")
    func commands() async throws {
        let text = try await Command(executable: BuildProducts.millrace, arguments: ["--experimental-dump-help"]).run()
        let root = try #require(try JSONValue(parsing: text.stdout)["command"])
        for row in rows where !row.command.hasPrefix("(") {
            let found = row.command.split(separator: " ").reduce(root as JSONValue?) { command, name in
                command?["subcommands"]?.array?.first { $0["commandName"]?.string == String(name) }
            }
            #expect(found != nil, "\(row.operation): millrace \(row.command)")
        }
    }
}
