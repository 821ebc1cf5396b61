import JSON
import PluginMessages

// What the host knows of runs and deployments is a copy, which it puts right by these.
extension RunOperations {
    /// What has become of the runs of a connection: those whose statuses changed, and those that the host asks about.
    /// - Parameter url: Where a service answers.
    nonisolated(nonsending) func states(
        since request: StatesRequest, url: (_ service: String) -> String?
    ) async throws -> RunStates {
        try await commits.settled()
        let account = request.credentials.connectionId
        let page = try await journal.changes(after: request.since.flatMap(Int.init) ?? 0, limit: request.limit)
        var owners: [String: String] = [:]
        var changes: [RunChange] = []
        for record in page.records {
            let id = record.deploymentId
            // The host knows whose those are that earlier releases deployed, or that were removed since.
            if owners[id] == nil { owners[id] = try await journal.account(ofDeployment: id) ?? "" }
            if owners[id] == account || owners[id] == "" { changes.append(RunChange(record)) }
        }
        var unknown: [StatesRequest.DeploymentRuns] = []
        for asked in request.runs {
            let service = try DeploymentReference(asked.reference).service
            let found = try await journal.instances(asked.instanceIds.map { InstanceID(service: service, name: $0) })
            changes += found.map(RunChange.init)
            let names = Set(found.map(\.id.name))
            let missing = asked.instanceIds.filter { !names.contains($0) }
            guard !missing.isEmpty else { continue }
            unknown.append(
                .init(deploymentId: asked.deploymentId, reference: asked.reference, instanceIds: missing))
        }
        let services = try await journal.services(account: account)
        return RunStates(
            changes: changes, next: "\(page.last)", hasMore: page.hasMore, unknown: unknown,
            deployments: Array(services.keys), urls: services.compactMapValues(url))
    }
}

extension RunChange {
    fileprivate init(_ record: InstanceRecord) {
        self.init(
            deploymentId: record.deploymentId, state: record.stateWithParams, createdAt: record.createdAt.number,
            endedAt: record.endedAt?.number)
    }
}
