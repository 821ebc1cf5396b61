import JSON
import PluginMessages
import Storage
import Values

/// What is deployed where.
package struct Deployments: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let queue: SerialQueue<WorkflowID>
    let metrics: PlatformMetrics
    let journal: DeployJournal
    let rollout: SecretRollout
    let feed: ProjectFeed
    let tests: TestRemoval
    /// Where deployed programs reach the server; `nil` where they do not.
    let address: String?
    /// Workflows that were just deployed: what they replace may be on servers that are gone.
    var deployed: AsyncStream<WorkflowID>.Continuation?

    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ request: PageRequest,
        _ filter: StatusFilter<Deployment.Status>? = nil
    ) async throws -> Page<Deployment> {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            let page = try Table(DeploymentRecord.self, in: database)
                .page(request, of: workflow.id, filter?.rows ?? .all)
            return Page(elements: try database.shown(page.elements), next: page.next)
        }
    }

    package func list(
        _ caller: Caller, _ request: PageRequest, _ filter: StatusFilter<Deployment.Status>? = nil
    ) async throws -> Page<Deployment> {
        try await storage.read { database in
            let page = try Table(DeploymentRecord.self, in: database)
                .page(request, of: caller.project, filter?.rows ?? .all)
            return Page(elements: try database.shown(page.elements), next: page.next)
        }
    }

    package func get(_ caller: Caller, _ id: DeploymentID) async throws -> Deployment {
        try await storage.read { try $0.shown($0.deployment(id, of: caller)) }
    }

    /// Finds what is to be deployed.
    /// - Parameter version: `nil` uses the latest one, or after a rollback the deployed one.
    package func order(
        _ caller: Caller, _ workflow: WorkflowID, version: VersionID?, to connection: ConnectionID
    ) async throws -> DeployOrder {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            let connection = try database.connection(connection, of: caller)
            let chosen =
                if let version {
                    VersionChoice(version: try database.version(version, of: workflow.id).id, note: nil)
                } else {
                    try database.versionToDeploy(of: workflow.id, to: connection.id)
                }
            return DeployOrder(
                caller: caller, workflow: workflow.id, version: chosen.version, connection: connection.id,
                note: chosen.note)
        }
    }

    /// Deploys, after every earlier deploy of the same workflow. It ends even when the caller is cancelled.
    package func deploy(_ order: DeployOrder) async throws -> Deployment { try await begin(order).task.value.get() }

    /// Begins a deploy, whose events can be followed from now on, and does not wait for its end.
    /// - Returns: The id of the deployment, which is there once its checks are done.
    package func start(_ order: DeployOrder) -> DeploymentID { begin(order).id }

    /// What happens in a deploy, and at last how it ended.
    /// - Parameter number: Of the last event that is known already; 0 begins with the first.
    package func events(
        _ caller: Caller, _ workflow: WorkflowID, of id: DeploymentID, after number: Int
    ) async throws -> AsyncStream<DeployEvent> {
        let record = try await storage.read { database -> Deployment? in
            _ = try database.workflow(workflow, of: caller)
            let found = try Table(DeploymentRecord.self, in: database).find(id)
            guard let found, found.workflow == workflow, !found.isTest else { return nil }
            return try database.shown(found)
        }
        if let events = journal.events(of: id, workflow, after: number) { return events }
        // Long over, or before the last start of the server: only its end is known.
        guard let record else { throw PlatformError.unknown(.deployment, id: id.text) }
        let end = DeployEvent(number: number + 1, content: .ended(.success(record), last: nil))
        return AsyncStream { continuation in
            continuation.yield(end)
            continuation.finish()
        }
    }

    private func begin(
        _ order: DeployOrder
    ) -> (id: DeploymentID, task: Task<Result<Deployment, any Error>, Never>) {
        let journal = journal
        let id = DeploymentID.make()
        journal.open(id, of: order.workflow)
        let deploy = Deploy(
            id: id, order: order, storage: storage, contributions: contributions, secrets: secrets,
            address: address
        ) { journal.note($0, in: id) }
        let task = queue.start(for: order.workflow) { [metrics, rollout, feed, deployed] () async throws in
            defer {
                feed.publish(.changed(.deployments(of: order.workflow)), in: order.caller.project)
            }
            do {
                let deployment = try await metrics.deploy { try await deploy.run() }
                journal.close(id, .success(deployment))
                // Secrets may have changed since the deploy has read them.
                rollout.request(order.caller.organization, order.workflow)
                deployed?.yield(order.workflow)
                return deployment
            } catch {
                journal.close(id, .failure(error))
                throw error
            }
        }
        return (id, task)
    }

    /// What a deploy would do; nothing is changed.
    package func preview(_ order: DeployOrder) async throws -> DeployPreview {
        try await Deploy(
            id: .make(), order: order, storage: storage, contributions: contributions, secrets: secrets,
            address: address, progress: { _ in }
        ).preview()
    }

    /// What a takedown would end; nothing is changed.
    package func takedownEffects(
        _ caller: Caller, _ workflow: WorkflowID, from connection: ConnectionID
    ) async throws -> TakedownEffects {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            let connection = try database.connection(connection, of: caller)
            let active = try Table(DeploymentRecord.self, in: database).active(of: workflow.id, on: connection.id)
            guard let active else { throw PlatformError.notDeployed(to: connection.name) }
            return try TakedownEffects(of: active, on: connection.id, caller, in: database)
        }
    }

    /// Removes what is deployed to a connection.
    /// - Parameter isForced: Although others use it, or it is not as it was deployed.
    package func takeDown(
        _ caller: Caller, _ workflow: WorkflowID, from connection: ConnectionID, isForced: Bool = false
    ) async throws -> Deployment {
        _ = try await storage.read { try $0.workflow(workflow, of: caller) }
        return try await queue.run(for: workflow) { [self] in
            let (deployment, connection) = try await storage.read { database in
                let connection = try database.connection(connection, of: caller)
                let active = try Table(DeploymentRecord.self, in: database).active(of: workflow, on: connection.id)
                guard let active else { throw PlatformError.notDeployed(to: connection.name) }
                return (active, connection)
            }
            let removed = try await takeDown(caller, deployment, from: connection, isForced: isForced)
            return try await storage.read { try $0.shown(removed) }
        }
    }

    /// Takes everything of a workflow down, and goes on in the transaction that `finish` gets.
    func takeDownAll(
        _ caller: Caller, _ workflow: WorkflowID, then finish: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws {
        _ = try await storage.read { try $0.workflow(workflow, of: caller) }
        try await queue.run(for: workflow) { [self] in
            let deployed = try await storage.read { database in
                try Table(DeploymentRecord.self, in: database).active(of: workflow).compactMap { deployment in
                    try deployment.connection.map { (deployment, try database.connection($0, of: caller)) }
                }
            }
            for (deployment, connection) in deployed { _ = try await takeDown(caller, deployment, from: connection) }
            try await tests.removeAll(of: workflow)
            try await storage.transaction(finish)
        }
    }

    private func takeDown(
        _ caller: Caller, _ deployment: DeploymentRecord, from connection: ConnectionRecord, isForced: Bool = false
    ) async throws -> DeploymentRecord {
        let provider = try contributions.loadedProvider(
            of: Deployed(deployment: deployment, connection: connection))
        let handle = try deployment.handle(try connection.opened(by: secrets))
        do {
            try await provider.takedown(
                DeploymentHandle(
                    reference: handle.reference, credentials: handle.credentials, force: isForced ? true : nil))
        } catch {
            throw PlatformError.provider(connection.provider, error)
        }
        return try await storage.transaction { database in
            let deployment = try database.remove(deployment)
            try database.audit(
                caller, .takenDown, deployment.id.text,
                [
                    "workflowId": .string(deployment.workflow.text), "connectionId": .string(connection.id.text),
                ])
            return deployment
        }
    }
}

extension SQLConnection {
    /// What was deployed is not any more.
    @discardableResult
    func remove(_ deployment: DeploymentRecord) throws -> DeploymentRecord {
        var removed = deployment
        removed.end(as: .removed)
        let table = Table(DeploymentRecord.self, in: self)
        try table.update(removed, from: deployment)
        try notifyWebhooks(.deploymentRemoved, removed)
        // What else is deployed of the workflow is what is active then.
        try Table(WorkflowRecord.self, in: self).setActiveVersion(
            try table.active(of: deployment.workflow).first?.version, of: deployment.workflow, at: .now)
        return removed
    }
}
