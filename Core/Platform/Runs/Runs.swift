import Faults
import IR
import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Values

/// Runs of deployed workflows.
package struct Runs: Sendable {
    /// The REST specification, "POST /workflows/:workflowId/trigger": 100 KB.
    package static let paramsLimit = 100 * 1024

    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let logger: Logger
    let metrics: PlatformMetrics
    let feed: ProjectFeed
    var reports = CredentialReports()
    let answers = RunAnswers()
    let starts = RunStarts()

    /// - Parameters:
    ///   - tests: Whether to list test runs, which are left out otherwise.
    ///   - text: As for ``RunList/text``; `nil` for all runs.
    package func list(
        _ caller: Caller, _ request: PageRequest, _ filter: StatusFilter<RunStatus>? = nil, tests: Bool = false,
        text: String? = nil
    ) async throws -> Page<Run> {
        try check(search: text)
        let list = RunList(of: .project(caller.project), filter, tests: tests, text: text)
        return try await storage.read { try list.page(request, in: $0) }.map(Run.init)
    }

    /// - Parameters:
    ///   - tests: Whether to list test runs, which are left out otherwise.
    ///   - text: As for ``RunList/text``; `nil` for all runs.
    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ request: PageRequest, _ filter: StatusFilter<RunStatus>? = nil,
        tests: Bool = false, text: String? = nil
    ) async throws -> Page<Run> {
        try check(search: text)
        return try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            return try RunList(of: .workflow(workflow.id), filter, tests: tests, text: text)
                .page(request, in: database)
        }.map(Run.init)
    }

    private func check(search text: String?) throws(PlatformError) {
        var problems = Problems()
        problems.check(search: text)
        try problems.throwIfAny()
    }

    /// A run as it is now: the provider is asked about one that has not ended.
    package func get(_ caller: Caller, of workflow: WorkflowID, _ id: RunID) async throws -> Run {
        let run = try await record(caller, of: workflow, id)
        let deployed = run.state.isTerminal ? nil : try await storage.read { try $0.deployed(run.deployment) }
        guard let deployed, let provider = contributions.provider(of: deployed) else {
            return try Run(run)
        }
        let request = InstanceRequest(deployment: try deployed.handle(secrets), instanceId: run.instance)
        do {
            let state = try await provider.run(request)
            var current = try Run(try await adoptForReading(state, by: run))
            current.waitingFor = current.status == .waiting ? state.waitingFor : nil
            if let instance = current.waitingFor?.instanceId, let connection = current.connection {
                current.child = try await storage.read { database -> Run.ChildRun? in
                    let child = try Table(RunRecord.self, in: database).find(instance: instance, on: connection)
                    guard let child else { return nil }
                    let workflow = try Table(WorkflowRecord.self, in: database).find(child.workflow, of: run.project)
                    return Run.ChildRun(id: child.id, workflow: child.workflow, workflowName: workflow?.name)
                }
            }
            return current
        } catch let failure as PluginFailure where failure.isElsewhere {
            if failure.wasNotExecuted, let ended = try await writable({ try await end(left: run) }) {
                return try Run(ended)
            }
            throw PlatformError.provider(provider.definition.id, failure)
        } catch let failure as PluginFailure {
            if (try? await endLost(run, of: deployed, by: provider)) == true {
                return try Run(try await storage.read { try $0.run(run.id, of: workflow) })
            }
            logger.warning("The state of the run \(run.id) is unknown: \(failure)")
            return try Run(run)
        }
    }

    /// A run of any workflow of the project, as it is now.
    /// - Parameter id: The run's, or its instance's.
    package func find(_ caller: Caller, _ id: RunID) async throws -> Run {
        let run = try await storage.read { try $0.run(id, of: caller) }
        return try await get(caller, of: run.workflow, run.id)
    }

    /// Starts a run of what is deployed to a connection.
    /// - Parameter request: What tells the request from all others; one that is repeated after its server ended, before it
    ///   was answered, finds the run that it has started. `nil` always starts one.
    package func trigger(
        _ caller: Caller, _ workflow: WorkflowID, on connection: ConnectionID, params: JSONValue,
        request: RepeatableRequest? = nil
    ) async throws -> Run {
        guard params.bytes.count <= Self.paramsLimit else {
            throw PlatformError.paramsTooLarge(limit: Self.paramsLimit)
        }
        let deployed = try await deployed(workflow, on: connection, caller)
        let provider = try contributions.loadedProvider(of: deployed)
        let begun = starts.begin()
        defer { starts.end(begun) }
        let new = RunRecord(
            of: deployed.deployment, id: request?.run(of: workflow, in: caller.project), params: params)
        // Before the provider knows of it: what it tells about the run must find it.
        let (run, isNew) = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            if request != nil, let known = try table.find(new.id, of: workflow) { return (known, false) }
            try table.insert(new)
            try database.notifyWebhooks(new, before: nil)
            try database.audit(caller, .runTriggered, new)
            return (new, true)
        }
        if isNew { noteBegin(of: run) }
        return try await start(run, try deployed.handle(secrets), params: params, by: provider, isNew: isNew)
    }

    /// Counts a run that was just listed, and has it known to whoever follows its project.
    func noteBegin(of run: RunRecord) {
        if !run.isTest { metrics.run(.queued) }
        publish([run])
    }

    /// Sends runs, as they are kept now, to whoever follows their projects.
    func publish(_ runs: [RunRecord]) {
        for run in runs {
            reports.note(run)
            var summary = run
            // What lists leave out would fill the memory.
            (summary.params, summary.output) = (nil, nil)
            guard let shown = try? Run(summary) else { continue }
            feed.publish(.run(shown), in: run.project)
        }
    }

    /// What is deployed of a workflow to a connection.
    /// - Parameter orFunction: Whether it may be a function, which has no runs.
    func deployed(
        _ workflow: WorkflowID, on connection: ConnectionID, _ caller: Caller, orFunction: Bool = false
    ) async throws -> Deployed {
        try await storage.read { database in
            let workflow = try database.workflow(workflow, of: caller)
            guard orFunction || workflow.kind != Program.Kind.script.rawValue else {
                throw PlatformError.functionHasNoRuns
            }
            let connection = try database.connection(connection, of: caller)
            let active = try Table(DeploymentRecord.self, in: database).active(of: workflow.id, on: connection.id)
            guard let active else { throw PlatformError.notDeployed(to: connection.name) }
            return Deployed(deployment: active, connection: connection)
        }
    }

    /// Has the provider start a run that is listed.
    /// - Parameter isNew: Whether this request has listed it. Of a run that another one listed nothing is taken back: that one
    ///   may have been told that it began.
    func start(
        _ run: RunRecord, _ deployment: DeploymentHandle, params: JSONValue, by provider: Provider, isNew: Bool = true
    ) async throws -> Run {
        do {
            Fault.reach(.runListed)
            let state = try await provider.trigger(
                TriggerRequest(deployment: deployment, runId: run.id.text, params: params))
            Fault.reach(.runStarted)
            return try Run(try await adopt(state, by: run) ?? run)
        } catch let failure as PluginFailure where failure.isElsewhere {
            // What may have been started is known once the server is there again.
            if failure.wasNotExecuted { try await end(lost: [run]) }
            throw PlatformError.provider(provider.definition.id, failure)
        } catch let failure as PluginFailure {
            // What may have been started is compared with the provider, whose truth it is.
            if isNew, !failure.hasUnknownOutcome { try await takeBack(run, because: failure) }
            throw PlatformError.provider(provider.definition.id, failure)
        }
    }

    /// Pauses, resumes or ends a run.
    /// - Parameter rollback: Of a termination: whether the rollback handlers of its steps run first.
    /// - Throws: ``PlatformError/runState(_:action:)`` when the run is in no state for it; `provider.unsupported`.
    package func control(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, _ action: InstanceRequest.Action,
        rollback: Bool = false
    ) async throws -> Run {
        let current = try await get(caller, of: workflow, id)
        let id = current.id
        guard action.states.contains(current.status) else {
            throw PlatformError.runState(current.status, action: action)
        }
        let state = try await onProvider(of: id, workflow) { provider, handle throws(PluginFailure) in
            try await provider.control(
                InstanceRequest(
                    deployment: handle, instanceId: current.instance, action: action,
                    rollback: rollback ? true : nil))
        }
        let run = try await storage.transaction { database in
            let run = try database.run(id, of: workflow)
            try database.audit(caller, action.audited, run, rollback ? ["rollback": true] : [:])
            return run
        }
        return try Run(try await adopt(state, by: run) ?? run)
    }

    /// Asks the provider that a run is on.
    func onProvider<Answer: Sendable>(
        of id: RunID, _ workflow: WorkflowID,
        _ ask: (Provider, DeploymentHandle) async throws(PluginFailure) -> Answer
    ) async throws -> Answer {
        let deployed = try await storage.read { database in
            let run = try database.run(id, of: workflow)
            guard let deployed = try database.deployed(run.deployment) else {
                throw PlatformError.unknown(.connection, id: run.connection?.text ?? "")
            }
            return deployed
        }
        let provider = try contributions.loadedProvider(of: deployed)
        do { return try await ask(provider, try deployed.handle(secrets)) } catch let failure as PluginFailure {
            throw PlatformError.provider(deployed.connection.provider, failure)
        }
    }
}
