import PluginMessages

// How many processes there may be.
extension WorkerPool {
    /// Makes room for another process of a deployment: one that runs nothing ends for it.
    /// - Throws: `local.processes` while all are busy. Runs wait for one; requests may be sent again.
    func requireProcess(for deployment: LocalDeployment) throws(PluginFailure) {
        let own = table.keys(of: deployment.id)
        let (most, inMemory) = (configuration.deploymentProcesses, configuration.processesInMemory)
        try requireRoom(
            among: own, limit: min(most, inMemory),
            "All \(own.count) processes that the deployment \(deployment.service) may have",
            inMemory < most ? .deploymentMemory : .deploymentProcesses)
        let all = table.keys
        try requireRoom(
            among: all, limit: configuration.processes, "All \(all.count) processes that deployed code may have",
            .processes)
    }

    private func requireRoom(
        among keys: [String], limit: Int, _ what: String, _ exceeded: RuntimeLimit
    ) throws(PluginFailure) {
        guard keys.count >= limit else { return }
        if let idle = table.longestIdle(of: keys) {
            return discard(idle, .server, because: "another deployment needs its place")
        }
        // Runs that only wait leave their processes, and those that end have others begin.
        delegate?.processesAreBusy()
        counters.limited(by: exceeded)
        throw PluginFailure(
            .processes,
            message: "\(what) are busy \(exceeded.named). Runs wait; send requests "
                + "again later.", retryable: true, retryAfter: 1)
    }
}
