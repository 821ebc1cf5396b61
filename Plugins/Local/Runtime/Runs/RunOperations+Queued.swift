import PluginMessages

extension RunOperations {
    /// Lets runs be created.
    /// - Throws: `local.disk.limit`; `local.runs.queued` when the deployment has too many that have not begun.
    nonisolated(nonsending) func admit(_ more: Int, runsOf deployment: LocalDeployment) async throws {
        try await disk.require(deployment)
        let (id, limit) = (deployment.id, configuration.queuedRuns)
        if queued.isUnknown(id, more: more, limit: limit, at: steady) {
            try await commits.settled()
            let begin = queued.beginCount(of: id)
            queued.counted(try await journal.queuedRuns(of: id, upTo: limit), of: id, since: begin)
        }
        guard queued.admit(more, of: id, limit: limit, at: steady) else {
            counters.limited(by: .queuedRuns)
            throw PluginFailure(
                .runsQueued,
                message: "\(limit) runs of \(deployment.service) have not begun yet, which is the limit "
                    + "\(RuntimeLimit.queuedRuns.named). Start more when some of them have begun.",
                retryable: true, fault: PluginFailure.Fault(rawValue: "limit"), retryAfter: 10)
        }
    }
}
