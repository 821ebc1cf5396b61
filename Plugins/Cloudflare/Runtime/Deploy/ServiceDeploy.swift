import JSON
import PluginMessages
import WorkerBackend
import WorkerBundler

/// One deploy of a service: what is there is read and noted, the plan is carried out, and when anything fails, what was
/// there is put back.
struct ServiceDeploy: Sendable {
    let request: DeployRequest
    let draft: DesiredService
    let connection: ConnectionSettings
    let previous: WorkerReference?
    let api: CloudflareAPI
    let notes: DeployNotes
    let bundler: WorkerBundler
    let progress: @Sendable (DeployProgress) -> Void

    /// What a deploy knows when it begins to change things.
    struct DeployContext: Sendable {
        let current: ServiceState
        /// What a failure goes back to: not what a deploy left that was cut off.
        let before: ServiceState
        let target: ServiceTarget
        let upload: ScriptUpload
        /// The version that serves without an upload.
        let release: String?
        let places: ServiceLocations
        let isUnfinished: Bool
        let accountSubdomain: AccountSubdomain
        let fingerprint: String
        /// Why places of earlier deploys could not be read.
        let problems: [String]

        var plan: DeployPlan { DeployPlan(from: current, to: target) }
    }

    func run() async throws(PluginFailure) -> DeployResult {
        let context: DeployContext
        do {
            tell(.creatingWorker, "Preparing \(draft.service)")
            context = try await prepare()
        } catch {
            throw failure(error, .creatingWorker, .untouched)
        }
        if let unchanged = unchanged(context) { return unchanged }
        do {
            try await notes.write(note(.changing(before: context.before, places: context.places)))
        } catch {
            throw failure(error, .creatingWorker, .untouched)
        }
        var stage = DeployStage.deploying
        do {
            let version = try await carryOut(context, &stage)
            let reference = reference(context, version: version)
            try await notes.write(note(.deployed(reference)))
            return try DeployResult(reference, notes: draft.notes + notes(context))
        } catch {
            // Not a part of this task: a deploy that is cancelled goes back all the same.
            let restoration = await Task { await restore(context) }.value
            throw failure(error, stage, restoration)
        }
    }

    /// What would be done, without doing it.
    func preview() async throws(PluginFailure) -> DeployPreview {
        do {
            let context = try await prepare()
            if let unchanged = unchanged(context) {
                return DeployPreview(
                    serviceName: draft.service, changes: [], details: details(context), notes: unchanged.notes)
            }
            return DeployPreview(
                serviceName: draft.service, changes: context.plan.steps.map(\.summary), details: details(context),
                notes: draft.notes + notes(context))
        } catch {
            throw PluginFailure(cloudflare: error)
        }
    }

    // MARK: - Before

    private func prepare() async throws -> DeployContext {
        async let token: Void = checkToken()
        async let module = bundler.module(of: request.artifact)
        async let own = inspection.own(asksSettings: asksSettings)
        async let subdomain = accountSubdomain()
        async let domains: Void = lookup.checkDomains()
        async let services: Void = lookup.checkServices()
        let found = try await lookup.find()
        let note = try await notes.read()
        let places = found.places.union(previous?.places ?? .init()).union(note?.places ?? .init())
        let surroundings = try await inspection.surroundings(in: places, needed: found.places)
        try lookup.check(surroundings.routes)
        let current = try await own.with(surroundings, of: draft.service)
        try checkOwner(current)
        try WorkerOwnership(draft: draft, previous: previous).check(current)
        _ = try await (token, domains, services)
        var accountSubdomain = await subdomain
        var target = target(found)
        if case .known(nil) = accountSubdomain, target.subdomain.isEnabled {
            guard let name = draft.configuration.accountSubdomain else { throw Self.missingSubdomain }
            target.accountSubdomain = name
            accountSubdomain = .known(name)
        }
        try await lookup.checkRecords(current)
        let bundle = try await module
        let upload = ScriptUpload(
            module: bundle.code, sourceMap: bundle.sourceMap,
            metadata: ScriptMetadata.annotated(
                draft.metadata, deploymentId: request.deploymentId, versionId: request.versionId),
            assets: draft.configuration.assets)
        let fingerprint = DeployFingerprint.make(upload, metadata: draft.metadata, target, token: connection.token)
        let release = await release(of: fingerprint, current)
        target.code = code(upload, release, current)
        // An upload that serves at once brings them.
        if case .upload = target.code {} else { target.settings = ScriptSettings(.object(draft.metadata)) }
        return DeployContext(
            current: current, before: note?.before ?? current.registered(previous?.registration), target: target,
            upload: upload, release: release, places: places, isUnfinished: note?.before != nil,
            accountSubdomain: accountSubdomain, fingerprint: fingerprint, problems: surroundings.problems)
    }

    /// Settings of the workflow's registration matter where this deploy, or the one before, sets any.
    private var asksSettings: Bool {
        func sets(_ registration: WorkflowRegistration?) -> Bool { registration.map { $0.settings != .none } ?? false }
        guard let previous else { return draft.registration != nil }
        return sets(draft.registration) || previous.isWorkflow && previous.registration.map { sets($0) } ?? true
    }

    /// It is for the address only: a deploy goes on where it cannot be read.
    private func accountSubdomain() async -> AccountSubdomain {
        guard draft.configuration.subdomain.isEnabled else { return .known(nil) }
        do { return .known(try await api.accountSubdomain()) } catch { return .unknown(error.message) }
    }

    /// What an earlier deploy has made serves again without an upload, as long as the platform has it.
    private func release(of fingerprint: String, _ current: ServiceState) async -> String? {
        guard let serving = current.version,
            let version = previous?.release(of: fingerprint, besides: current.split == nil ? serving : nil),
            (try? await api.isDeployable(version, of: draft.service)) == true
        else { return nil }
        return version
    }

    private func code(_ upload: ScriptUpload, _ release: String?, _ current: ServiceState) -> ServiceTarget.Code {
        let percentage = draft.configuration.trafficPercentage
        guard let release else {
            return percentage < 100 && current.version != nil
                ? .partial(upload, percentage: percentage) : .upload(upload)
        }
        let other = current.split?.shares.first { $0.version != release }?.version ?? current.version
        guard percentage < 100, let other, other != release else { return .serve(ScriptTraffic(release)) }
        return .serve(ScriptTraffic(release, percentage: percentage, besides: other))
    }

    private var lookup: AccountLookup { AccountLookup(api: api, draft: draft) }
    private var inspection: ServiceInspection { ServiceInspection(api: api, service: draft.service) }

    private func checkOwner(_ current: ServiceState) throws(PluginFailure) {
        guard let owner = ScriptMetadata.connection(current.settings), owner != request.credentials.connectionId
        else { return }
        throw PluginFailure(
            code: "cloudflare.connection.other",
            message: "The workflow is deployed to this account through another connection: deploy it there, or take it "
                + "down there first.")
    }

    /// Where the API does not tell, the other calls do.
    private func checkToken() async throws {
        let status: CloudflareAPI.TokenStatus
        do { status = try await api.tokenStatus() } catch {
            guard error.status == 401 || error.status == 403 else { return }
            throw error
        }
        guard case .other(let status) = status else { return }
        throw PluginFailure(
            code: "cloudflare.token", message: "The API token is \(status). Update the connection's credentials.")
    }

    /// "workers.dev" of Cloudflare's documentation, "Configure workers.dev".
    private static let missingSubdomain = PluginFailure(
        code: "cloudflare.subdomain.missing",
        message:
            "The account has no workers.dev subdomain yet. Set workersDevSubdomain in the deploy configuration to register "
            + "one, open Workers & Pages in Cloudflare's dashboard once, or set workersDev to false.", fault: .invalid)

    private func target(_ found: AccountLookup.Found) -> ServiceTarget {
        ServiceTarget(
            code: .current, workflow: draft.registration, subdomain: draft.configuration.subdomain,
            schedules: draft.schedules, routes: found.routes,
            domains: draft.configuration.domains,
            consumers: found.consumers, overridesDNS: draft.configuration.overridesDNS)
    }

    /// The account has what the deploy would make: nothing is done.
    private func unchanged(_ context: DeployContext) -> DeployResult? {
        guard let previous, !context.isUnfinished, previous.fingerprint == context.fingerprint,
            previous.version == context.current.version, context.current.split == nil
        else { return nil }
        var target = context.target
        target.code = .current
        guard DeployPlan(from: context.current, to: target).steps.isEmpty else { return nil }
        for stage in [DeployStage.deploying, .workerDeployed, .updatingWorkflow] { tell(stage, "Nothing has changed") }
        let reference = reference(context, version: previous.version)
        return try? DeployResult(
            reference,
            notes: ["Nothing has changed since the last deploy; its version keeps serving."] + draft.notes)
    }

    // MARK: - Changes

    private func carryOut(_ context: DeployContext, _ stage: inout DeployStage) async throws -> String {
        let run = PlanExecutor(api: api, service: draft.service, upload: context.upload)
        let plan = context.plan
        tell(.deploying, "Uploading \(draft.service)")
        let first: Set<DeployPlan.Phase> = [.account, .code]
        for part in plan.parts where first.contains(part.phase) { try await run.run(part) }
        stage = .workerDeployed
        tell(.workerDeployed, "\(draft.service) is uploaded")
        let version = try await servedVersion(context)
        stage = .updatingWorkflow
        tell(.updatingWorkflow, "Registering the workflow, routes, schedules and queues")
        for part in plan.parts where !first.contains(part.phase) { try await run.run(part) }
        return version
    }

    /// The version that the deploy made; empty where it cannot be read: the next deploy uploads again then.
    private func servedVersion(_ context: DeployContext) async throws -> String {
        if let release = context.release { return release }
        let serving: ScriptTraffic?
        do { serving = try await api.traffic(of: draft.service, isSecondary: true) } catch { return "" }
        // Of several versions an uploaded one is that which was not there before.
        let before = context.current.split?.shares.map(\.version) ?? [context.current.version].compactMap { $0 }
        guard let serving else {
            throw PluginFailure(
                code: "cloudflare.version", message: "The Worker \(draft.service) disappeared after it was uploaded.")
        }
        return serving.shares.first { !before.contains($0.version) }?.version ?? serving.main
    }

    private func restore(_ context: DeployContext) async -> Restoration {
        await ServiceRestore(api: api, service: draft.service, notes: notes)
            .run(to: context.before, in: context.places)
    }

    // MARK: - Told

    private func tell(_ stage: DeployStage, _ message: String) {
        progress(stage.progress(message))
    }

    private func note(_ progress: RollbackRecord.Progress) -> RollbackRecord {
        RollbackRecord(deploymentId: request.deploymentId, service: draft.service, progress: progress)
    }

    private func failure(_ error: any Error, _ stage: DeployStage, _ restoration: Restoration) -> PluginFailure {
        PluginFailure(deploying: error, stage: stage, service: draft.service, restoration)
    }
}
