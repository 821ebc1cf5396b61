import PluginMessages

extension RunOperations {
    /// Lets runs be created.
    /// - Throws: `local.runs.queued` when the deployment has too many that have not begun.
    nonisolated(nonsending) func admit(_ more: Int, runsOf deployment: LocalDeployment) async throws {
        let (id, limit) = (deployment.id, configuration.queuedRuns)
        if queued.isUnknown(id, more: more, limit: limit, at: steady) {
            try await commits.settled()
            let begin = queued.beginCount(of: id)
            queued.counted(try await journal.queuedRuns(of: id, upTo: limit), of: id, since: begin)
        }
        guard queued.admit(more, of: id, limit: limit, at: steady) else {
            counters.limited(by: "runs.queued")
            throw PluginFailure(
                code: "local.runs.queued",
                message: "\(limit) runs of \(deployment.service) have not begun yet, which is the limit (the "
                    + "operator's setting MILLRACE_LOCAL_QUEUED). Start more when some of them have begun.",
                retryable: true, fault: PluginFailure.Fault(rawValue: "limit"), retryAfter: 10)
        }
    }
}
