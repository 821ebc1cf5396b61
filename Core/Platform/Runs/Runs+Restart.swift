import JSON
import PluginHost
import PluginMessages
import Storage

extension Runs {
    /// Begins a run again with the same parameters, whatever has become of it.
    ///
    /// It is of an unknown state from before the provider is asked until it has answered, so that whoever reads it, after
    /// a crash of the server, too, has the provider asked how it is.
    /// - Parameter step: The step to restart from, whose predecessors keep their results; `nil` restarts from the beginning.
    /// - Throws: ``PlatformError/takenDown(_:of:)`` for a run of what is not deployed any more.
    package func restart(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, from step: StepReference? = nil
    ) async throws -> Run {
        let run = try await record(caller, of: workflow, id)
        // A takedown removes the program at the provider, and a later deploy does not bring the runs of the earlier one back.
        let isTakenDown = try await storage.read {
            try Table(DeploymentRecord.self, in: $0).isTakenDown(sinceThatOf: run)
        }
        if isTakenDown { throw PlatformError.takenDown(run.id, of: workflow) }
        if let step { try await check(step, of: run) }
        let restarted = try await storage.transaction { database in
            try change(run, in: database) { $0.restart() }
        }
        publish([restarted])
        let state: RunState
        do {
            state = try await onProvider(of: id, workflow) { provider, handle throws(PluginFailure) in
                try await provider.control(
                    InstanceRequest(deployment: handle, instanceId: run.instance, action: .restart, from: step))
            }
        } catch {
            // Refused or lost: it is as the provider says, and as it was if that says nothing.
            let now = try? await get(caller, of: workflow, id)
            if now == nil || now?.status == .unknown || now?.status == run.state {
                publish([try await storage.transaction { database in try change(run, in: database) { $0 = run } }])
            }
            throw error
        }
        let adopted = try await confirm(restarted, as: state)
        let details: JSONObject =
            step.map { ["step": .string($0.name), "count": .int($0.count)] } ?? [:]
        try await storage.transaction { try $0.audit(caller, .runRestarted, run, details) }
        return try Run(adopted ?? restarted)
    }

    /// Takes over what the provider answered to a restart. From this moment on, and not from when it was asked, what it says
    /// is of the new life; what came in between may be of either, and it is asked.
    /// - Returns: `nil` when the run was deleted meanwhile.
    private func confirm(_ restarted: RunRecord, as answer: RunState) async throws -> RunRecord? {
        let (begun, isClear) = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            guard let before = try table.find(restarted.id, of: restarted.workflow) else {
                return (RunRecord?.none, true)
            }
            var run = before
            run.restart()
            try table.update(run, from: before)
            try database.notifyWebhooks(run, before: before)
            return (run, before.state == .unknown)
        }
        guard let begun else { return nil }
        guard !isClear else { return try await adopt(answer, by: begun) }
        let state = try await onProvider(of: begun.id, begun.workflow) { provider, handle throws(PluginFailure) in
            try await provider.run(InstanceRequest(deployment: handle, instanceId: begun.instance))
        }
        return try await adopt(state, by: begun)
    }

    /// - Throws: ``PlatformError/unknownStep(_:)`` for a step that the run has not begun, `provider.unsupported`.
    private func check(_ step: StepReference, of run: RunRecord) async throws {
        let steps = try await onProvider(of: run.id, run.workflow) { provider, handle throws(PluginFailure) in
            try provider.check(.restartFrom)
            return try await provider.steps(InstanceRequest(deployment: handle, instanceId: run.instance))
        }
        guard steps.count(where: { $0.name == step.name }) >= step.count else { throw PlatformError.unknownStep(step) }
    }

    /// What a provider says by itself may have been under way while a run was begun again. Of such a run the end is
    /// believed only when the provider, asked now, says so, too.
    func settled(_ reports: [ReportedRun]) async throws -> [ReportedRun] {
        let ends = reports.filter(\.state.status.isTerminal)
        guard !ends.isEmpty else { return reports }
        let restarted: [ReportedRun.Key: RunRecord] = try await storage.read { database in
            let table = Table(RunRecord.self, in: database)
            return try ends.reduce(into: [:]) { restarted, end in
                let run = try table.find(instance: end.state.instanceId, of: end.deployment)
                if let run, run.restartedAt != nil { restarted[end.key] = run }
            }
        }
        guard !restarted.isEmpty else { return reports }
        var settled: [ReportedRun] = []
        for report in reports {
            guard report.state.status.isTerminal, let run = restarted[report.key] else {
                settled.append(report)
                continue
            }
            let now = try await onProvider(of: run.id, run.workflow) { provider, handle throws(PluginFailure) in
                try await provider.run(InstanceRequest(deployment: handle, instanceId: run.instance))
            }
            settled.append(ReportedRun(deployment: report.deployment, state: now))
        }
        return settled
    }

    private func change(
        _ run: RunRecord, in database: any SQLConnection, _ change: (inout RunRecord) -> Void
    ) throws -> RunRecord {
        let table = Table(RunRecord.self, in: database)
        guard let before = try table.find(run.id, of: run.workflow) else {
            throw PlatformError.unknown(.run, id: run.id.text)
        }
        var current = before
        change(&current)
        try table.update(current, from: before)
        try database.notifyWebhooks(current, before: before)
        return current
    }
}

extension RunRecord {
    fileprivate mutating func restart() {
        status = RunStatus.unknown.rawValue
        output = nil
        error = nil
        finishedAt = nil
        restartedAt = .now
        updatedAt = .now
    }
}
