import PluginMessages
import Storage
import Values

/// Follows a run to its end: it and its steps are sent as they are, and again whenever they have changed.
///
/// Providers report statuses by themselves, and steps when they are asked: seldom while a run waits, and more seldom the
/// longer it lasts.
package struct RunFollower: Sendable {
    private static let stepsAtATime = 200

    let runs: Runs
    let caller: Caller
    let workflow: WorkflowID
    let id: RunID
    /// What happens in the project from now on.
    let changes: AsyncStream<FeedEvent>

    /// - Parameters:
    ///   - place: Of an earlier follower.
    ///   - send: Receives what is new, and where the follower is then.
    package func follow(
        after place: RunPosition?, _ send: @Sendable (RunUpdate, RunPosition) async throws -> Void
    ) async throws {
        let record = try await runs.record(caller, of: workflow, id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // 0 for a change of the run, else the number of the poll that is due.
            let (signals, signal) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(8))
            group.addTask { [changes] in
                for await event in changes {
                    if case .run(let changed) = event.content, changed.id == record.id { signal.yield(0) }
                }
            }
            var known = Known(place: place ?? RunPosition())
            var poll = 1
            signal.yield(poll)
            for await number in signals where number == 0 || number == poll {
                guard let delay = try await sendChanges(of: record, since: &known, send) else { break }
                poll += 1
                group.addTask { [poll] in
                    try? await Task.sleep(for: delay)
                    signal.yield(poll)
                }
            }
            group.cancelAll()
        }
    }

    /// What the follower has been sent.
    private struct Known {
        var place: RunPosition
        var run: Run?
        /// Those that are not over, or behind one that is not.
        var steps: [Int: RunStep] = [:]
    }

    /// - Returns: After which time to look again; `nil` when the run has ended.
    private func sendChanges(
        of record: RunRecord, since known: inout Known,
        _ send: @Sendable (RunUpdate, RunPosition) async throws -> Void
    ) async throws -> Duration? {
        let run = try await runs.get(caller, of: workflow, record.id)
        // Which steps can go on depends on the run's status of now.
        let record = try await runs.record(caller, of: workflow, record.id)
        let life = record.life
        if known.place.life != life { known = Known(place: RunPosition(life: life)) }
        // The run's end comes last: whoever has it has everything.
        try await sendSteps(of: record, since: &known, send)
        if known.run.map({ $0.updatedAt != run.updatedAt || $0.waitingFor != run.waitingFor }) ?? true {
            try await send(.run(run), known.place)
            known.run = run
        }
        return run.status.isTerminal ? nil : Self.delay(of: run, at: .now)
    }

    private func sendSteps(
        of run: RunRecord, since known: inout Known,
        _ send: @Sendable (RunUpdate, RunPosition) async throws -> Void
    ) async throws {
        var after = known.place.settled
        while true {
            let page: [(number: Int, step: RunStep)]
            do {
                page = try await runs.steps(of: run, StepSelection(after: after, limit: Self.stepsAtATime))
            } catch let error as PlatformError where error.is(.providerUnsupported) { return }
            for (number, step) in page {
                if step.isOver, number == known.place.settled + 1 { known.place.settled = number }
                guard known.steps[number] != step else { continue }
                known.steps[number] = step
                try await send(.step(step), known.place)
            }
            guard page.count == Self.stepsAtATime, let last = page.last else { break }
            after = last.number
        }
        let settled = known.place.settled
        known.steps = known.steps.filter { $0.key > settled }
    }

    private static func delay(of run: Run, at now: Timestamp) -> Duration {
        switch run.status {
        case .waiting, .paused: return .seconds(30)
        case .queued, .running, .unknown, .complete, .errored, .terminated:
            let age = now - run.createdAt
            return age < .seconds(60) ? .seconds(1) : age < .seconds(600) ? .seconds(2) : .seconds(5)
        }
    }
}

extension Runs {
    /// - Throws: ``PlatformError/tooManyStreams(limit:)``
    package func follower(_ caller: Caller, of workflow: WorkflowID, _ id: RunID) async throws -> RunFollower {
        let run = try await record(caller, of: workflow, id)
        return RunFollower(
            runs: self, caller: caller, workflow: workflow, id: run.id, changes: try feed.follow(caller, after: nil))
    }
}

extension RunRecord {
    fileprivate var life: Int64 { restartedAt?.milliseconds ?? 0 }
}
