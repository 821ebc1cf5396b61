import JSON

/// Carries out plans, and reports what was done and what was not when a change fails.
struct PlanExecution {
    private var applier: ProjectApplier
    private var done: [ProjectPlan.Change] = []

    init(api: RESTClient, project: String, plan: ProjectPlan) {
        applier = ProjectApplier(api: api, project: project, plan: plan)
    }

    /// The number of changes that were made.
    var count: Int { done.count }

    /// - Throws: `ClientError` with the status of what failed.
    mutating func run(_ plan: ProjectPlan) async throws {
        for (index, change) in plan.changes.enumerated() {
            Terminal.tell("\(change.line)\n")
            do { try await applier.apply(change.action) } catch {
                try Task.checkCancellation()
                throw failure(of: change, error, rest: plan.changes[(index + 1)...])
            }
            done.append(change)
        }
    }

    private func failure(
        of change: ProjectPlan.Change, _ error: any Error, rest: ArraySlice<ProjectPlan.Change>
    ) -> ClientError {
        let text = ClientErrorText(error).lines
        let notDone = [change] + rest
        return ClientError(
            ClientStatus(error) ?? .failure, "\(change.text): \(text[0])",
            lines: text.dropFirst() + ["Applied \(done.count) of \(done.count + notDone.count) changes."]
                + done.map { "done      \($0.line)" } + notDone.map { "not done  \($0.line)" }
                + ["Run millrace apply again to continue from here."])
    }
}
