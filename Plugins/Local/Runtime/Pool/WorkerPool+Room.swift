import PluginMessages

// How many processes there may be.
extension WorkerPool {
    /// Makes room for another process of a deployment: one that runs nothing ends for it.
    /// - Throws: `local.processes` while all are busy. Runs wait for one; requests may be sent again.
    func requireProcess(for deployment: LocalDeployment) throws(PluginFailure) {
        let own = table.keys(of: deployment.id)
        try requireRoom(
            among: own, limit: configuration.deploymentProcesses,
            "All \(own.count) processes that the deployment \(deployment.service) may have",
            "DEPLOYMENT_PROCESSES")
        let all = table.keys
        try requireRoom(
            among: all, limit: configuration.processes, "All \(all.count) processes that deployed code may have",
            "PROCESSES")
    }

    private func requireRoom(
        among keys: [String], limit: Int, _ what: String, _ setting: String
    ) throws(PluginFailure) {
        guard keys.count >= limit else { return }
        if let idle = table.longestIdle(of: keys) {
            return discard(idle, .server, because: "another deployment needs its place")
        }
        // Runs that only wait leave their processes, and those that end have others begin.
        delegate?.processesAreBusy()
        counters.limited(by: "processes")
        throw PluginFailure(
            code: "local.processes",
            message: "\(what) are busy (the operator's setting MILLRACE_LOCAL_\(setting)). Runs wait; send requests "
                + "again later.", retryable: true, retryAfter: 1)
    }
}
