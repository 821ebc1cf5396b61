import PluginMessages

extension RunOperations {
    /// Removes runs that have ended from the journal, with their steps, events and logs. Succeeds for those that were
    /// already removed.
    /// - Returns: The runs that have not ended, which are unchanged.
    nonisolated(nonsending) func deleteRuns(_ request: DeleteRunsRequest) async throws -> DeletedRuns {
        let service = try DeploymentReference(request.deployment.reference).service
        let ids = request.instanceIds.map { InstanceID(service: service, name: $0) }
        var unended: [String] = []
        // Together, so that they share a commit.
        var rest: Set<InstanceID> = []
        try await instances.withResting(ids) { atRest in
            rest = atRest
            unended += try await removeEnded(ids.filter(atRest.contains))
        }
        for id in ids where !rest.contains(id) {
            let ticket = await instances.queue.wait(id)
            defer { instances.queue.end(ticket) }
            unended += try await removeEnded([id])
        }
        return DeletedRuns(unended: unended)
    }

    /// - Parameter ids: Instances that nothing else is done with meanwhile.
    /// - Returns: The names of those that have not ended.
    private nonisolated(nonsending) func removeEnded(_ ids: [InstanceID]) async throws -> [String] {
        try await commits.settled()
        let records = try await journal.instances(ids)
        let ended = records.filter { $0.status.isTerminal }
        if !ended.isEmpty { try await commits.commit(ended.map { .removed($0.id, before: .distantFuture) }) }
        return records.lazy.filter { !$0.status.isTerminal }.map(\.id.name)
    }
}
