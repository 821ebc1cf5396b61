import JSON
import Logging
import PluginHost
import PluginMessages
import Storage

/// Gives deployments the secrets that have changed since they were deployed, where their providers can.
///
/// What a deployment has is compared with what it would have now: what was missed is made up for after the next start.
struct SecretRollout: Sendable {
    /// Replaced deployments of a workflow whose runs go on.
    private static let mostReplaced = 1_000

    private let storage: any StorageDriver
    let contributions: any Contributions
    private let secrets: SecretBox
    private let logger: Logger
    private let retryDelay: Duration
    private let requests: AsyncStream<Scope>
    private let continuation: AsyncStream<Scope>.Continuation

    /// - Parameter retryDelay: After a provider has failed.
    init(
        storage: any StorageDriver, contributions: any Contributions, secrets: SecretBox, logger: Logger,
        retryDelay: Duration = .seconds(30)
    ) {
        self.storage = storage
        self.contributions = contributions
        self.secrets = secrets
        self.logger = logger
        self.retryDelay = retryDelay
        (requests, continuation) = AsyncStream.makeStream()
    }

    /// What may have old secrets: an organization's deployments, or those of one workflow.
    private struct Scope: Sendable {
        let organization: OrganizationID
        let workflow: WorkflowID?
    }

    /// To be called when variables of an organization, or of one workflow, have changed, or a workflow was deployed.
    func request(_ organization: OrganizationID, _ workflow: WorkflowID? = nil) {
        continuation.yield(Scope(organization: organization, workflow: workflow))
    }

    /// Deployments of all organizations may have old secrets.
    func requestAll() async {
        do {
            for organization in try await storage.read({ try Table(DeploymentRecord.self, in: $0).organizations() }) {
                request(organization)
            }
        } catch { logger.warning("Secrets of deployments cannot be compared: \(error)") }
    }

    /// Until the task is cancelled.
    func run() async {
        await requestAll()
        await withDiscardingTaskGroup { group in
            for await scope in requests {
                guard await !update(scope) else { continue }
                group.addTask {
                    do { try await Task.sleep(for: retryDelay) } catch { return }
                    continuation.yield(scope)
                }
            }
        }
    }

    /// - Returns: Whether all deployments have what they should.
    private func update(_ scope: Scope) async -> Bool {
        let organization = scope.organization
        do {
            let workflows =
                if let workflow = scope.workflow { [workflow] } else {
                    try await storage.read { try Table(DeploymentRecord.self, in: $0).workflows(of: organization) }
                }
            var isComplete = true
            for workflow in workflows {
                for update in try await updates(of: workflow, in: organization) where await !apply(update) {
                    isComplete = false
                }
            }
            return isComplete
        } catch is CancellationError { return true } catch {
            logger.warning("Secrets of deployments cannot be compared: \(error)")
            return false
        }
    }

    private struct Update: Sendable {
        let deployment: DeploymentRecord
        let connection: ConnectionRecord
        let changed: [EnvironmentVariable]
        let removed: [String]

        var names: String { (changed.map(\.name) + removed).sorted().joined(separator: ", ") }
    }

    private func updates(of id: WorkflowID, in organization: OrganizationID) async throws -> [Update] {
        let rules = CredentialRules(contributions, of: organization)
        return try await storage.read { [secrets] database in
            guard let workflow = try Table(WorkflowRecord.self, in: database).find(id, in: organization) else {
                return []
            }
            let deployments = try database.deploymentsInUse(of: id, mostReplaced: Self.mostReplaced)
            guard !deployments.isEmpty else { return [] }
            let now = try CurrentEnvironment(of: workflow, secrets, rules, in: database)
            return try deployments.compactMap { deployment in
                guard
                    let connection = try deployment.connection.flatMap({
                        try Table(ConnectionRecord.self, in: database).find($0, of: organization)
                    }), rules.asks(connection.provider) != nil,
                    let (changed, removed) = try deployment.deployedVariables(secrets)?.secretChanges(
                        to: now.variables(on: connection.provider)), !changed.isEmpty || !removed.isEmpty
                else { return nil }
                return Update(deployment: deployment, connection: connection, changed: changed, removed: removed)
            }
        }
    }

    /// - Returns: Whether there is nothing left to try.
    private func apply(_ update: Update) async -> Bool {
        let deployment = update.deployment
        let deployed = Deployed(deployment: deployment, connection: update.connection)
        guard let provider = contributions.provider(of: deployed), provider.updatesSecrets,
            let reference = deployment.reference
        else { return true }
        do {
            let result = try await provider.updateSecrets(
                SecretUpdate(
                    deploymentId: deployment.id.text, reference: try JSONValue(parsing: reference),
                    credentials: try update.connection.opened(by: secrets), changed: update.changed,
                    removed: update.removed))
            guard result.isUpdated else { return true }
            try await storage.transaction { [secrets] database in
                let table = Table(DeploymentRecord.self, in: database)
                guard let current = try table.find(deployment.id),
                    var variables = try current.deployedVariables(secrets)
                else { return }
                variables.take(update.changed, without: update.removed)
                var changed = current
                try changed.seal(variables, by: secrets)
                try table.update(changed, from: current)
            }
            logger.info("Deployment \(deployment.id) has the current secrets: \(update.names).")
            return true
        } catch let failure as PluginFailure where failure.wasNotExecuted {
            // Once its server is there all are compared again.
            logger.debug("Deployment \(deployment.id) still has old secrets (\(update.names)): \(failure)")
            return true
        } catch {
            logger.warning("Deployment \(deployment.id) still has old secrets (\(update.names)): \(error)")
            return false
        }
    }
}
