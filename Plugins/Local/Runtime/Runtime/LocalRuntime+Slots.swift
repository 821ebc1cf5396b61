import PluginMessages

// Instances that only wait give their places to those that have something to do.
extension LocalRuntime {
    /// Whether an instance of a connection may begin a passage; those that only wait leave for it.
    func makeRoom(for connection: String) -> Bool {
        if slots.hasRoom(for: connection) { return true }
        hasBacklog = true
        // Looked for again when one that is at work has ended or begins to wait.
        guard !hasNothingDormant else { return false }
        hasNothingDormant = true
        let soon = now + Self.shortWait
        for (id, instance) in live where instance.run != nil && instance.machine.dormantSince != nil {
            if let wakeAt = instance.record.wakeAt, wakeAt < soon { continue }
            endPassage(of: id)
            leaveMemoryIfUnused(id)
        }
        return slots.hasRoom(for: connection)
    }

    /// Milliseconds: to leave memory for less costs more than it brings.
    static let shortWait = 50

    /// To be called when an instance has come to wait.
    func leaveUnderPressure(_ id: InstanceID) {
        guard let instance = live[id], instance.run != nil, instance.machine.dormantSince != nil else { return }
        hasNothingDormant = false
        guard hasBacklog else { return }
        if let wakeAt = instance.record.wakeAt, wakeAt < now + Self.shortWait { return }
        endPassage(of: id)
        leaveMemoryIfUnused(id)
    }
}
