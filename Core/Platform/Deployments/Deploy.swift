import Faults
import JSON
import PluginHost
import PluginMessages
import Storage

/// One deploy, from the checks to the record of what became of it.
struct Deploy: Sendable {
    /// Of the deployment that is made.
    let id: DeploymentID
    let order: DeployOrder
    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    /// Where deployed programs reach the server; `nil` where they do not.
    let address: String?
    let progress: @Sendable (DeployProgress) -> Void

    /// What a deploy works on, all of one moment.
    private struct State: Sendable {
        let workflow: WorkflowRecord
        let version: VersionRecord
        let connection: ConnectionRecord
        let values: EnvironmentRecords
        let previous: DeploymentRecord?
        /// The number of the version that is deployed now.
        let previousNumber: Int?
        let config: DeployConfigRecord?

        /// Which version takes the place of which.
        var replacement: String? {
            guard let previousNumber, previousNumber != version.number else { return nil }
            return "Version \(version.number) replaces version \(previousNumber)."
        }
    }

    /// What the provider gets, and what the deployment's notes say besides the provider's.
    private struct Prepared {
        let request: DeployRequest
        let provider: Provider
        /// On whose disk it will be; `nil` where that does not matter.
        let server: DeploymentServer?
        let notes: [String]
        /// With which the program asks for tokens.
        let tokenKey: String?
        let workflow: WorkflowRecord
        /// The version's document.
        let ir: String
    }

    func run() async throws -> Deployment {
        var new = DeploymentRecord(order, id: id)
        let prepared = try await prepare()
        try new.seal(DeployedVariables(prepared.request.environment), by: secrets)
        new.tokenKey = prepared.tokenKey.map(RandomText.hash)
        (new.server, new.serverName) = (prepared.server?.id, prepared.server?.name)
        let record = new
        try await storage.transaction { try Table(in: $0).insert(record) }
        let deployment = try await deploy(prepared, record)
        tell(.completed, "Deployed")
        return deployment
    }

    /// What a deploy would do, as its provider tells it; nothing is changed or kept.
    func preview() async throws -> DeployPreview {
        let prepared = try await prepare()
        do { return try await prepared.provider.preview(prepared.request).adding(prepared.notes) } catch {
            throw try await problem(of: error, prepared)
        }
    }

    /// Everything that can be checked before the provider is asked.
    private func prepare() async throws -> Prepared {
        tell(.initializing, "Beginning the deploy")
        let state = try await storage.read(state)
        guard !state.version.isLocked else { throw PlatformError.versionLocked }
        // Now, and not when the deploy was queued: its provider's package may have been updated.
        let registry = contributions.registry(of: state.connection.organization)
        let loaded = try registry.loadedProvider(state.connection.provider)
        let server = await contributions.place(replacing: state.previous, by: loaded)
        let provider = server.flatMap { contributions.places?.provider(loaded, on: $0) } ?? loaded

        tell(.generatingCode, "Reading the version's code")
        let compiled = try Artifact(parsing: state.version.artifact)
        let artifact = try await storage.read { [order] in
            try BoundServices(
                order.caller, workflow: state.workflow, connection: order.connection, ir: state.version.ir, in: $0
            ).resolve(compiled)
        }
        guard provider.accepts(target: artifact.target) else {
            throw PlatformError.targetRefused(target: artifact.target, provider: provider.definition.id)
        }
        try await storage.read {
            try NestingCheck(workflow: state.workflow.id, connection: state.connection.id).check(artifact, in: $0)
        }
        tell(.codeReady, "The code is ready")

        tell(.detectingBindings, "Checking what the code needs")
        let environment = try ProgramEnvironment(
            of: artifact, for: id, state.values, on: provider.definition,
            types: CredentialTypes(registry.credentialTypes), address: address, secrets)
        try CredentialFit(registry, state.values.credentials).check(JSONValue(parsing: state.version.ir))
        let config = try DeployConfig(provider.definition, workflow: state.workflow, own: state.config)
        tell(.bindingsReady, "Everything the code needs is set")

        let request = DeployRequest(
            deploymentId: id.text, workflowId: state.workflow.id.text, versionId: state.version.id.text,
            workflowName: state.workflow.name, artifact: artifact, environment: environment.variables,
            credentials: try state.connection.opened(by: secrets),
            config: try config.checked(),
            // A server has nothing of one that is on another.
            previous: try state.previous.flatMap { $0.isOn(server) ? $0.reference : nil }.map(JSONValue.init(parsing:))
        )
        let notes =
            [state.replacement, order.note].compactMap(\.self) + config.notes
            + artifact.warningNotes
        return Prepared(
            request: request, provider: provider, server: server, notes: notes, tokenKey: environment.tokenKey,
            workflow: state.workflow,
            ir: state.version.ir)
    }

    /// A provider's failure: one over a service that a node calls is a problem of the document.
    private func problem(of failure: PluginFailure, _ prepared: Prepared) async throws -> PlatformError {
        let problem = try await storage.read { [order] in
            try BoundServices(
                order.caller, workflow: prepared.workflow, connection: order.connection, ir: prepared.ir, in: $0
            ).problem(of: failure)
        }
        return problem ?? .provider(prepared.provider.definition.id, failure)
    }

    /// Why a provider that failed takes no such credentials; `nil` when it takes them, or does not say. Asked
    /// afterwards: a deploy whose credentials are good is not to wait for it.
    private func refusal(of credentials: Credentials, by provider: Provider) async -> String? {
        guard provider.definition.capabilities.contains(.verify) else { return nil }
        let verification = try? await provider.verify(VerifyRequest(credentials: credentials.values))
        guard let verification, !verification.valid else { return nil }
        return verification.message ?? "They are not valid."
    }

    private func tell(_ stage: DeployStage, _ message: String) { progress(stage.progress(message)) }

    private func state(_ database: any SQLConnection) throws -> State {
        let workflow = try database.workflow(order.workflow, of: order.caller)
        let versions = Table(VersionRecord.self, in: database)
        let previous = try Table(DeploymentRecord.self, in: database).active(of: workflow.id, on: order.connection)
        return State(
            workflow: workflow, version: try database.version(order.version, of: workflow.id),
            connection: try database.connection(order.connection, of: order.caller),
            values: try EnvironmentRecords(of: workflow, in: database),
            previous: previous,
            previousNumber: try previous?.version.flatMap { try versions.find($0, of: workflow.id)?.number },
            config: try Table(DeployConfigRecord.self, in: database).find(workflow.id, on: order.connection))
    }

    private func deploy(_ prepared: Prepared, _ record: DeploymentRecord) async throws -> Deployment {
        let (request, provider) = (prepared.request, prepared.provider)
        let result: DeployResult
        do {
            Fault.reach(.deployRecorded)
            result = try await provider.deploy(request, progress: progress).adding(prepared.notes)
            Fault.reach(.deployAnswered)
        } catch {
            let reason = await refusal(of: request.credentials, by: provider)
            try await storage.transaction { database in
                var record = record
                record.fail(error)
                try Table(in: database).update(record)
                try database.notifyWebhooks(.deploymentFailed, record)
                try database.audit(order, .deployFailed, id, ["code": .string(error.code)])
            }
            if let reason { throw PlatformError.credentialsRefused(provider: provider.definition.id, reason: reason) }
            throw try await problem(of: error, prepared)
        }
        return try await storage.transaction { database in
            let deployment = try database.shown(database.activate(record, result))
            try database.audit(order, .deployed, id)
            return deployment
        }
    }
}

extension SQLConnection {
    fileprivate func audit(
        _ order: DeployOrder, _ action: AuditAction, _ id: DeploymentID, _ details: JSONObject = [:]
    ) throws {
        var details = details
        details["workflowId"] = .string(order.workflow.text)
        details["versionId"] = .string(order.version.text)
        details["connectionId"] = .string(order.connection.text)
        try audit(order.caller, action, id.text, details)
    }
}
