import Compiler
import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// Runs that try a document out before it is a version: its code is deployed beside what is deployed of the workflow, answers
/// no request and no schedule, and is removed some time after its run.
package struct TestRuns: Sendable {
    /// Of a project, those that have not ended.
    package static let mostUnended = 10
    /// Of a project; beyond that, the oldest that have ended are removed.
    static let mostKept = 50

    let runs: Runs
    let nodes: OrganizationNodes
    /// In turn with deploys of the workflow, and with its deletion.
    let queue: SerialQueue<WorkflowID>
    let removal: TestRemoval
    /// Where deployed programs reach the server; `nil` where they do not.
    let address: String?

    /// What a test works on, all of one moment.
    private struct TestContext: Sendable {
        let workflow: WorkflowRecord
        let document: JSONValue
        let connection: ConnectionRecord
        let values: EnvironmentRecords
        let config: DeployConfigRecord?
    }

    /// Compiles a document as a test runs it, and starts the run. It goes on when the caller is cancelled.
    /// - Parameter request: As for ``Runs/trigger(_:_:on:params:request:)``.
    /// - Returns: The run, and warnings about the document.
    /// - Throws: ``PlatformError/rejected(_:)`` with every problem of the document, and other errors of a test or a deploy.
    package func start(
        _ caller: Caller, _ id: WorkflowID, _ test: NewTest, request: RepeatableRequest? = nil
    ) async throws -> (run: Run, warnings: [String]) {
        guard test.params.bytes.count <= Runs.paramsLimit else {
            throw PlatformError.paramsTooLarge(limit: Runs.paramsLimit)
        }
        let run = request?.run(of: id, in: caller.project)
        if let run,
            let known = try await runs.storage.read({ database in
                _ = try database.workflow(id, of: caller)
                return try Table(RunRecord.self, in: database).find(run, of: id)
            })
        {
            return (try Run(known), [])
        }
        let registry = try await nodes.view(of: caller.organization).registry
        let context = try await runs.storage.read { try self.context($0, caller, id, test) }
        let provider = try runs.contributions.loadedProvider(of: context.connection)
        let (artifact, skipped) = try await VersionCompiler(registry: registry).compile(
            context.document, Workflow(context.workflow).compileRequest, for: test.plan)
        guard artifact.kind == .workflow else { throw PlatformError.testsNoFunctions(target: artifact.target) }
        guard provider.accepts(target: artifact.target) else {
            throw PlatformError.targetRefused(target: artifact.target, provider: provider.definition.id)
        }
        let started = try await queue.run(for: id) { [self] in
            try await removal.makeRoom(in: caller.project, keeping: Self.mostKept - 1)
            let deployed = try await deploy(artifact, skipping: skipped, caller, context, to: provider)
            return try await start(run, of: deployed, caller, test, by: provider)
        }
        return (started, artifact.warningNotes)
    }

    private func context(
        _ database: any SQLConnection, _ caller: Caller, _ id: WorkflowID, _ test: NewTest
    ) throws -> TestContext {
        let workflow = try database.workflow(id, of: caller)
        let draft = try Table(DraftRecord.self, in: database).find(id)?.document
        let document =
            try test.document
            ?? (draft ?? Table(VersionRecord.self, in: database).latest(of: id)?.ir).map(JSONValue.init(parsing:))
        guard let document else { throw PlatformError.nothingToTest }
        let connection = try TestConnection(
            registry: runs.contributions.registry(of: caller.organization), caller: caller, workflow: id
        )
        .find(test.connection, in: database)
        return TestContext(
            workflow: workflow, document: document, connection: connection,
            values: try EnvironmentRecords(of: workflow, in: database),
            config: try Table(DeployConfigRecord.self, in: database).find(id, on: connection.id))
    }

    /// Nothing is left of a deploy that fails.
    private func deploy(
        _ compiled: Artifact, skipping skipped: [String], _ caller: Caller, _ context: TestContext,
        to provider: Provider
    ) async throws -> Deployed {
        let (workflow, connection) = (context.workflow, context.connection)
        let id = DeploymentID.make()
        let ir = context.document.text
        let artifact = try await runs.storage.read { database in
            let artifact = try BoundServices(
                caller, workflow: workflow, connection: connection.id, ir: ir, in: database
            ).resolve(compiled)
            try NestingCheck(workflow: workflow.id, connection: connection.id).check(artifact, in: database)
            return artifact
        }
        let environment = try ProgramEnvironment(
            of: artifact, for: id, context.values, on: provider.definition,
            types: CredentialTypes(runs.contributions.registry(of: workflow.organization).credentialTypes),
            address: address, runs.secrets)
        try CredentialFit(runs.contributions.registry, context.values.credentials).check(context.document)
        // Named by the deployment: no service of the workflow is replaced by it.
        let request = DeployRequest(
            deploymentId: id.text, workflowId: id.text, versionId: id.text, workflowName: "Test of \(workflow.name)",
            artifact: artifact, environment: environment.variables,
            credentials: try connection.opened(by: runs.secrets),
            config: try DeployConfig(provider.definition, workflow: workflow, own: context.config).checked())
        var new = DeploymentRecord(
            testing: context.document, of: workflow, on: connection.id, id: id, skipping: skipped)
        try new.seal(DeployedVariables(environment.variables), by: runs.secrets)
        new.tokenKey = environment.tokenKey.map(RandomText.hash)
        let server = await runs.contributions.place(replacing: nil, by: provider)
        (new.server, new.serverName) = (server?.id, server?.name)
        let record = new
        try await runs.storage.transaction { database in
            let table = Table(DeploymentRecord.self, in: database)
            guard try table.unendedTests(of: workflow.project) < Self.mostUnended else {
                throw PlatformError.tooManyTests(limit: Self.mostUnended)
            }
            try table.insert(record)
        }
        do {
            new.reference = try await provider.deploy(request, progress: { _ in }).reference.text
        } catch {
            let problem = try await runs.storage.transaction { database in
                try Table(DeploymentRecord.self, in: database).delete(id)
                return try BoundServices(
                    caller, workflow: workflow, connection: connection.id, ir: ir, in: database
                ).problem(of: error)
            }
            throw problem ?? .provider(provider.definition.id, error)
        }
        let deployed = new
        _ = try await runs.storage.transaction { try Table(in: $0).update(deployed, from: record) }
        return Deployed(deployment: deployed, connection: connection)
    }

    private func start(
        _ id: RunID?, of deployed: Deployed, _ caller: Caller, _ test: NewTest, by provider: Provider
    ) async throws -> Run {
        let run = RunRecord(of: deployed.deployment, id: id, params: test.params)
        try await runs.storage.transaction { database in
            try Table(in: database).insert(run)
            try database.audit(
                caller, .runTested, run, JSONObject(present: ("nodeId", test.plan.node.map(JSONValue.string))))
        }
        runs.noteBegin(of: run)
        return try await runs.start(run, try deployed.handle(runs.secrets), params: test.params, by: provider)
    }
}
