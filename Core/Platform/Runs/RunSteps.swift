import JSON
import PluginHost
import PluginMessages
import Storage

/// What runs have done, as their providers report it: steps with their attempts and values, and logs.
package struct RunSteps: Sendable {
    /// The most bytes of a value in a list, and of all values of one: what is larger is shown with its step alone.
    package static let longestValue = 16 << 10
    private static let longestValues = 1 << 20
    /// Of one step: a step returns at most 1 MiB.
    private static let longestWhole = 4 << 20
    /// More than any run has.
    static let mostSteps = 1 << 40

    let runs: Runs
    let nodes: OrganizationNodes

    /// The steps of a run in the order in which they began.
    /// - Parameter request: `nil` takes all of them.
    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, _ request: PageRequest?
    ) async throws -> Page<RunStep> {
        // Cursors have the index of the last step of the page before.
        let after = request?.cursor.flatMap { Int($0.id) }.map { min(max($0, -1), Self.mostSteps) + 1 } ?? 0
        let limit = request?.limit ?? Self.mostSteps
        let run = try await runs.record(caller, of: workflow, id)
        let steps = try await runs.steps(
            of: run,
            StepSelection(
                after: after, limit: limit + 1, longestValue: Self.longestValue, longestValues: Self.longestValues))
        let page = steps.prefix(limit)
        let last = steps.count > page.count ? page.last : nil
        return Page(
            elements: page.map(\.step),
            next: last.map { Cursor(index: $0.number - 1) })
    }

    /// A step with all of what it returned, and what it had from steps before it.
    /// - Parameter number: Its place in the run, from 1.
    /// - Throws: ``PlatformError/unknownStep(number:)``
    package func get(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, _ number: String
    ) async throws -> (step: RunStep, input: JSONObject?) {
        guard let place = Int(number), place > 0 else {
            // A run of somebody else is not there, whatever the number.
            _ = try await runs.record(caller, of: workflow, id)
            throw PlatformError.unknownStep(number: number)
        }
        let run = try await runs.record(caller, of: workflow, id)
        guard let step = try await step(of: run, place) else {
            throw PlatformError.unknownStep(number: number)
        }
        return (step, try await input(of: step, place, in: run, caller))
    }

    /// What a run printed, oldest first.
    package func logs(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, _ filter: LogFilter, _ request: PageRequest?
    ) async throws -> Page<RunLogLine> {
        let run = try await runs.record(caller, of: workflow, id)
        let lines = try await runs.onProvider(of: run.id, workflow) { provider, handle throws(PluginFailure) in
            try await provider.logs(InstanceRequest(deployment: handle, instanceId: run.instance))
        }
        return Page(ofGrowing: lines.filter(filter.includes), request)
    }

    private func step(of run: RunRecord, _ number: Int) async throws -> RunStep? {
        let selection = StepSelection(
            after: number - 1, limit: 1, longestValue: Self.longestWhole, longestValues: Self.longestWhole)
        return try await runs.steps(of: run, selection).first { $0.number == number }?.step
    }
}

extension Runs {
    /// Those of a selection that the provider reports, with their places: a provider may report more, and larger values, than
    /// it was asked for.
    func steps(of run: RunRecord, _ selection: StepSelection) async throws -> [(number: Int, step: RunStep)] {
        let told = try await onProvider(of: run.id, run.workflow) { provider, handle throws(PluginFailure) in
            try await provider.steps(
                InstanceRequest(deployment: handle, instanceId: run.instance, steps: selection))
        }
        let steps = try await named(told, in: run.project)
        let skipped = try await skippedNodes(of: run)
        let placed = steps.enumerated().map {
            (number: $1.number ?? $0 + 1, step: $1.marked(skipping: skipped).settled(in: run))
        }
        var room = selection.longestValues ?? 0
        return placed.filter { $0.number > selection.after }.prefix(selection.limit).map { number, step in
            guard let output = step.output else { return (number, step) }
            // The value is there to be measured, whatever is said of it.
            let size = max(step.outputSize ?? 0, output.bytes.count)
            guard size <= selection.longestValue ?? 0, size <= room else {
                return (number, step.withoutOutput(of: size))
            }
            room -= size
            return (number, step)
        }
    }

    /// Steps whose errors name workflows by their names.
    private func named(_ steps: [RunStep], in project: ProjectID) async throws -> [RunStep] {
        guard steps.contains(where: { $0.error?.message.contains("the workflow \"") == true }) else { return steps }
        return try await storage.read { database in
            let names = FailureNames(database: database, project: project)
            return try steps.map { step in try step.mappingErrors(names.named) }
        }
    }

    /// The nodes whose sleeps a test skips.
    private func skippedNodes(of run: RunRecord) async throws -> Set<String> {
        guard run.isTest else { return [] }
        return try await storage.read {
            try Table(DeploymentRecord.self, in: $0).find(run.deployment)?.skipped() ?? []
        }
    }
}

// What a step had: the compiler knows what a node refers to, and the provider what those nodes returned.
extension RunSteps {
    /// - Returns: The values by the ids of their nodes, and `event`; `nil` when the node of the step is not known.
    private func input(
        of step: RunStep, _ number: Int, in run: RunRecord, _ caller: Caller
    ) async throws -> JSONObject? {
        let (document, owner) = try await runs.storage.read { database in
            (try database.document(of: run), try database.workflow(run.workflow, of: caller))
        }
        guard let node = step.nodeId, let document else { return nil }
        let registry = try await nodes.view(of: caller.organization).registry
        let reads = NodeReads(
            of: node, in: try JSONValue(parsing: document), try Workflow(owner).compileRequest, registry)
        guard let reads else { return nil }
        // With their values, so that each is asked for alone only where it is large.
        let earlier = try await runs.steps(
            of: run,
            StepSelection(limit: number - 1, longestValue: Self.longestValue, longestValues: Self.longestValues)
        ).filter { $0.number < number }
        var input = JSONObject()
        if reads.hasEvent { input["event"] = ["payload": try run.params.map(JSONValue.init(parsing:)) ?? .null] }
        for read in reads.nodes {
            guard let source = earlier.last(where: { $0.step.isVisible(of: read, to: step) }) else { continue }
            let isLeftOut = source.step.output == nil && source.step.outputSize != 0
            let whole = isLeftOut ? try await self.step(of: run, source.number) : source.step
            if let whole { input[read] = whole.output ?? .null }
        }
        return input
    }
}

extension RunStep {
    /// - Parameter nodes: Those whose sleeps are skipped.
    fileprivate func marked(skipping nodes: Set<String>) -> RunStep {
        guard kind == .sleep, let nodeId, nodes.contains(nodeId) else { return self }
        return RunStep(
            name: name, kind: kind, status: status, attempts: attempts, startedAt: startedAt, endedAt: endedAt,
            error: error, number: number, nodeId: nodeId, rounds: rounds, output: output, outputSize: outputSize,
            history: history, nextAttemptAt: nextAttemptAt, skipped: true)
    }

    fileprivate func withoutOutput(of size: Int) -> RunStep {
        RunStep(
            name: name, kind: kind, status: status, attempts: attempts, startedAt: startedAt, endedAt: endedAt,
            error: error, number: number, nodeId: nodeId, rounds: rounds, outputSize: size, history: history,
            nextAttemptAt: nextAttemptAt, skipped: skipped)
    }

    /// Whether it is of a node, succeeded, and its round is one that another step is in.
    fileprivate func isVisible(of node: String, to other: RunStep) -> Bool {
        nodeId == node && status == .succeeded && (other.rounds ?? []).starts(with: rounds ?? [])
    }
}
