import Errors
import PluginMessages
import Storage

extension Runs {
    /// Ends runs that their provider does not have. One of which nothing was ever reported was not started: its trigger was
    /// not answered, and it leaves the list. Any other has failed, and says why.
    /// - Parameter lost: As they were read before the provider was asked; those that have changed since stay.
    func end(lost: [RunRecord]) async throws {
        guard !lost.isEmpty else { return }
        let (ended, shown): ([RunRecord], [RunRecord]) = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            var shown: [RunRecord] = []
            let ended = try lost.filter { run in
                guard let current = try table.find(run.id, of: run.workflow), current.status == run.status,
                    current.updatedAt == run.updatedAt
                else { return false }
                if run.neverBegan {
                    try table.delete(run.id)
                } else {
                    var ended = current
                    try ended.adopt(RunState(instanceId: run.instance, status: .errored, error: Self.lost))
                    try table.update(ended, from: current)
                    try database.notifyWebhooks(ended, before: current)
                    shown.append(ended)
                }
                return true
            }
            return (ended, shown)
        }
        publish(shown)
        for run in ended {
            logger.warning(
                "Run \(run.id) does not exist at its provider: it is \(run.neverBegan ? "removed from the list" : "listed as errored")."
            )
            if !run.neverBegan, !run.isTest { metrics.run(.errored) }
            if run.neverBegan { feed.publish(.changed(.runs), in: run.project) }
        }
    }

    /// Takes a run from the list that its provider has refused to start: it never was one.
    /// - Parameter run: As it was listed. One of which something was reported meanwhile stays.
    func takeBack(_ run: RunRecord, because failure: PluginFailure) async throws {
        let isGone = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            guard let current = try table.find(run.id, of: run.workflow), current.neverBegan else { return false }
            try table.delete(run.id)
            return true
        }
        guard isGone else { return }
        logger.info("Run \(run.id) was not started: \(failure)")
        feed.publish(.changed(.runs), in: run.project)
    }

    private static let lost = RunFailure(
        name: "run.lost",
        message: "The provider no longer has this run: its data was removed or restored from an earlier backup.")
}

extension PluginFailure {
    /// Whether what was asked for may have been done anyway: no answer came, or none that reports it.
    var hasUnknownOutcome: Bool {
        switch ErrorCode(rawValue: code) {
        case .pluginTimeout, .pluginCancelled, .pluginProcess, .pluginProtocol, .pluginCrashed, .pluginHung,
            .pluginMemory, .pluginThreads, .pluginDisk, .pluginStopped, .pluginRemoved:
            true
        default: false
        }
    }
}

extension RunRecord {
    /// Nothing has been reported of it since it was made to be started.
    fileprivate var neverBegan: Bool { state == .queued && updatedAt == createdAt && restartedAt == nil }
}
