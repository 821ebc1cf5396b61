import Foundation
import JSON
import PluginMessages
import Values

/// What can be done with runs: starting, controlling and reading them.
final class RunOperations: RuntimePart {
    let context: RuntimeContext
    let instances: InstanceScheduler
    let commits: CommitLog
    let output: ProgramOutput
    private let problems: ProblemReports
    let disk: DiskUse
    var queued = QueuedRuns()
    var retention = RetentionSchedule()

    init(_ context: RuntimeContext, _ instances: InstanceScheduler) {
        self.context = context
        self.instances = instances
        commits = instances.commits
        output = instances.output
        problems = instances.problems
        disk = DiskUse(context)
    }

    /// Starts an instance under the run's id. One that there is already is returned as it is.
    nonisolated(nonsending) func trigger(_ request: TriggerRequest) async throws -> RunState {
        let reference = try DeploymentReference(request.deployment.reference)
        guard let deployment = try await journal.deployment(reference.deploymentId) else { throw reference.unknown }
        let id = InstanceID(service: deployment.service, name: request.runId)
        return try await create(id, params: request.params.text, deployment: deployment, isKnown: true).state
    }

    nonisolated(nonsending) func run(_ request: InstanceRequest) async throws -> RunState {
        let id = InstanceID(
            service: try DeploymentReference(request.deployment.reference).service, name: request.instanceId)
        let record = try await record(of: id)
        return record.state(
            params: try? JSONValue(parsing: record.params), waitingFor: try await wait(of: record))
    }

    /// - Throws: `local.run.state` when the run's state does not allow the action.
    nonisolated(nonsending) func control(_ request: InstanceRequest) async throws -> RunState {
        let id = InstanceID(
            service: try DeploymentReference(request.deployment.reference).service, name: request.instanceId)
        guard let action = request.action else {
            throw PluginFailure(.request, message: "The request has no action.")
        }
        try await control(id, action, from: request.from)
        return try await state(of: id)
    }

    /// Delivers an event; one that comes before it is waited for is kept.
    nonisolated(nonsending) func sendEvent(_ request: EventRequest) async throws {
        let id = InstanceID(
            service: try DeploymentReference(request.deployment.reference).service, name: request.instanceId)
        // A payload of null is none in the message.
        try await sendEvent(to: id, type: request.type, payload: request.payload?.text ?? "null")
    }

    /// Returns when the instance is in the journal. One that there is already stays as it is.
    /// - Parameters:
    ///   - origin: What starts it.
    ///   - isKnown: The core has the parameters.
    ///   - isAdmitted: It is one of several for which there is room.
    nonisolated(nonsending) func create(
        _ id: InstanceID, params: String, deployment: LocalDeployment, from origin: Origin = Origin(),
        isKnown: Bool = false, isAdmitted: Bool = false
    ) async throws -> (state: RunState, isNew: Bool) {
        guard params.utf8.count <= Limits.valueBytes else { throw tooLarge("The parameters are") }
        // Of many that ask for one id at a time one makes it.
        let ticket = await instances.queue.wait(id)
        defer { instances.queue.end(ticket) }
        try await commits.settled()
        if let existing = try await journal.instance(id) { return (existing.state, false) }
        if !isAdmitted { try await admit(1, runsOf: deployment) }
        let record = InstanceRecord(
            id: id, deploymentId: deployment.id, params: params, createdAt: now, status: .queued, wakeAt: now,
            depth: origin.depth, parent: origin.parent)
        try await commits.commit([.created(record)])
        observer.changed(isKnown ? record.state : record.stateWithParams, deployment.id)
        instances.beginSoon(id)
        return (record.state, true)
    }

    /// What is committed.
    nonisolated(nonsending) func state(of id: InstanceID) async throws -> RunState {
        let record = try await record(of: id)
        return record.state(waitingFor: try await wait(of: record))
    }

    /// What a waiting run waits for.
    private nonisolated(nonsending) func wait(of record: InstanceRecord) async throws -> RunWait? {
        guard record.status == .waiting else { return nil }
        let steps = try await journal.steps(of: record.id)
        guard let deployment = try await journal.deployment(record.deploymentId) else { return steps.nextWait(nil) }
        return steps.nextWait(deployment.lineMap, output.mask(of: deployment))
    }

    /// Of the secrets of an instance's deployment.
    private nonisolated(nonsending) func mask(of id: InstanceID) async throws -> SecretMask? {
        guard let record = try await journal.instance(id) else { return nil }
        return try await journal.deployment(record.deploymentId).map { output.mask(of: $0) }
    }

    private nonisolated(nonsending) func record(of id: InstanceID) async throws -> InstanceRecord {
        try await commits.settled()
        if try await !journal.isIntact(id) { await instances.failDamaged(id, JournalError.row) }
        guard let record = try await journal.instance(id) else { throw unknown(id) }
        return record
    }

    nonisolated(nonsending) func control(
        _ id: InstanceID, _ action: InstanceRequest.Action, from step: StepReference? = nil
    ) async throws {
        let time = now
        let mask = try await step == nil ? nil : mask(of: id)
        let found: Void? = try await instances.withInstance(id) { live in
            let transition = try live.machine.control(action, from: step, now: time) { mask?.masked($0) ?? $0 }
            return (transition, ())
        }
        guard found != nil else { throw unknown(id) }
        if action == .terminate { try await endChildren(of: [id]) }
        try await commits.settled()
        instances.beginSoon(id)
    }

    nonisolated(nonsending) func sendEvent(to id: InstanceID, type: String, payload: String?) async throws {
        guard (payload?.utf8.count ?? 0) <= Limits.valueBytes else { throw tooLarge("The event is") }
        if try disk.mayBeUsed, let record = try await journal.instance(id),
            let deployment = try await journal.deployment(record.deploymentId)
        {
            try await disk.require(deployment)
        }
        let event = EventRecord(id: UUID().uuidString, type: type, payload: payload, receivedAt: now)
        let found: Void?
        do {
            found = try await instances.withInstance(id) { (try $0.machine.received(event, now: event.receivedAt), ()) }
        } catch let failure as PluginFailure {
            if failure.local == .runEvents { counters.limited(by: .events) }
            throw failure
        }
        guard found != nil else { throw unknown(id) }
        try await commits.settled()
        instances.beginSoon(id)
    }

    private func tooLarge(_ what: String) -> PluginFailure {
        counters.limited(by: .value)
        return Limits.tooLarge(what)
    }

    private func unknown(_ id: InstanceID) -> PluginFailure {
        if problems.hasDamage(id) {
            return PluginFailure(
                .journalChecksum,
                message: "The journal's record of the run \(id.name) does not match its checksum. Start it again under "
                    + "another id, or restore a backup.")
        }
        return PluginFailure(.runUnknown, message: "Run \(id.name) of \(id.service) does not exist.")
    }
}
