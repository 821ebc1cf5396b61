import PluginMessages
import Values

// Instances that only wait give their slots to those that have something to do.
extension InstanceScheduler {
    /// To leave memory for less costs more than it saves.
    private static let shortWait = Duration.milliseconds(50)

    private var shortWaitEnd: Timestamp { now + Self.shortWait }

    /// Whether an instance of a connection may begin a replay; those that only wait leave for it.
    func makeRoom(for connection: String) -> Bool {
        if live.hasRoom(for: connection) { return true }
        for id in live.dormant(wakingAfter: shortWaitEnd) { leaveMemory(id) }
        return live.hasRoom(for: connection)
    }

    /// To be called when an instance has come to wait.
    func leaveUnderPressure(_ id: InstanceID) {
        if live.leavesUnderPressure(id, wakingAfter: shortWaitEnd) || hasFormerSecretsAtRest(id) { leaveMemory(id) }
    }

    private func hasFormerSecretsAtRest(_ id: InstanceID) -> Bool {
        guard let key = live.worker(of: id), workers.isOutdated(key) else { return false }
        return live.isDormant(id)
    }

    /// Instances of a deployment that only wait leave memory.
    func rest(of deploymentId: String) {
        for id in live.dormant(of: deploymentId) { leaveMemory(id) }
    }

    func leaveMemory(_ id: InstanceID) {
        endReplay(of: id)
        live.leaveMemoryIfUnused(id)
    }
}
