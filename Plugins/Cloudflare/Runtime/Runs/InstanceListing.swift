import JSON
import PluginMessages

/// What has become of the instances of a connection's deployments, a part at a time: Cloudflare lists them by workflow
/// only, and allows 1,200 calls in 5 minutes ("Rate limits" of its API's documentation).
struct InstanceListing: Sendable {
    /// Calls in one part; a round of the host has one or more.
    private static let mostCalls = 60
    private static let pageSize = 25
    /// Instances that the host asks about, of which one part looks at so many; which ones is left to chance, so that none
    /// is left out for ever.
    private static let mostAsked = 60
    /// Without a success between them.
    private static let mostFailures = 3
    /// As many calls is one that failed, which takes its time.
    private static let costOfFailure = 20
    /// A run is asked about by the host from 2 minutes after its start on; until then the list has to have it.
    private static let overlap = 240_000

    let api: CloudflareAPI
    let reported: ReportedInstances
    /// Milliseconds since 1970.
    let now: Int

    func run(_ request: StatesRequest) async throws(PluginFailure) -> RunStates {
        var place = InstanceCursor(request.since, now: now)
        var changes = try await asked(request.runs)
        var calls = 0
        var failure: PluginFailure?
        let deployments = (request.deployments ?? []).drop { $0.deploymentId < place.deployment ?? "" }
        for deployment in deployments {
            let reference = try WorkerReference(deployment.reference)
            guard reference.isWorkflow else { continue }
            if place.deployment != deployment.deploymentId { place.begin(deployment.deploymentId) }
            repeat {
                guard calls < Self.mostCalls else {
                    return RunStates(changes: changes, next: place.text, hasMore: !changes.isEmpty)
                }
                do {
                    let page = try await page(of: reference, deployment.deploymentId, at: place)
                    calls += page.calls
                    changes += page.changes
                    place.advance(to: page.cursor, isEnd: page.isEnd, isWhole: page.isWhole)
                } catch {
                    // One list that cannot be read leaves the others as they are.
                    guard !error.isLimit else { throw error.failure }
                    failure = error.failure
                    calls += Self.costOfFailure
                    place.skip()
                }
            } while !place.isAtEnd
        }
        if let failure, place.hasSucceeded != true { throw failure }
        place.end()
        return RunStates(changes: changes, next: place.text, hasMore: false)
    }

    private struct Page {
        var changes: [RunChange] = []
        var calls = 1
        var cursor: String?
        var isEnd = true
        /// Whether all ends are in it.
        var isWhole = true
    }

    private func page(
        of reference: WorkerReference, _ deployment: String, at place: InstanceCursor
    ) async throws(APIFailure) -> Page {
        let runs = ServiceRuns(api: api, of: reference)
        let answer = try await api.orMissing { () throws(APIFailure) in
            try await api.instances(
                of: reference.service, since: place.since.map { $0 - Self.overlap }, cursor: place.cursor,
                page: place.page, size: Self.pageSize)
        }
        guard let answer else { return Page() }
        var page = Page(cursor: answer.cursor, isEnd: answer.cursor == nil && answer.nextPage == nil)
        for item in answer.list {
            guard let id = item["id"]?.string, let createdAt = RunStep.milliseconds(item["created_on"]) else {
                continue
            }
            var state = RunState(instanceId: id, status: RunStatus(cloudflare: item["status"]?.string ?? ""))
            // The list has no outputs.
            if state.status.isTerminal {
                let end = "\(deployment)/\(id)/\(item["modified_on"]?.string ?? "")"
                guard !reported.contains(end) else { continue }
                page.calls += 1
                do { state = try await runs.state(of: id) } catch {
                    guard !error.isLimit else { throw error }
                    page.isWhole = false
                    continue
                }
                reported.insert(end)
            }
            page.changes.append(
                RunChange(
                    deploymentId: deployment, state: state, createdAt: createdAt,
                    endedAt: state.status.isTerminal ? RunStep.milliseconds(item["ended_on"]) : nil))
        }
        // What changed first comes first.
        page.changes.reverse()
        return page
    }

    private func asked(_ groups: [StatesRequest.DeploymentRuns]) async throws(PluginFailure) -> [RunChange] {
        let all = groups.flatMap { group in group.instanceIds.map { (group, $0) } }.shuffled().prefix(Self.mostAsked)
        var changes: [RunChange] = []
        var failures: [APIFailure] = []
        for (group, id) in all {
            let runs = try ServiceRuns(api: api, reference: WorkerReference(group.reference))
            do {
                let state = try await runs.state(of: id)
                changes.append(RunChange(deploymentId: group.deploymentId, state: state, createdAt: now))
            } catch {
                failures.append(error)
                // One that cannot be read says nothing of the others; several do.
                guard !error.isLimit, !changes.isEmpty || failures.count < Self.mostFailures else {
                    throw error.failure
                }
            }
        }
        if changes.isEmpty, let failure = failures.first { throw failure.failure }
        return changes
    }
}
