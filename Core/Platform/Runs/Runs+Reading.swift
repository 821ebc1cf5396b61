import PluginMessages
import Storage

// Reading a run goes on while nothing can be written.
extension Runs {
    /// What a provider answered about a run that somebody reads. What cannot be written is returned anyway, and is written
    /// when the run is asked about again.
    func adoptForReading(_ state: RunState, by run: RunRecord) async throws -> RunRecord {
        if let adopted = try await writable({ try await adopt(state, by: run) ?? run }) { return adopted }
        let named = try await storage.read { try FailureNames(database: $0, project: run.project).named(state) }
        var current = run
        current.instance = state.instanceId
        try current.adopt(named)
        return current
    }

    /// - Returns: `nil` when the disk is full or read-only.
    func writable<Value: Sendable>(_ write: () async throws -> Value?) async throws -> Value? {
        do { return try await write() } catch let error as StorageError {
            switch error {
            case .full, .readOnly: break
            default: throw error
            }
            logger.warning("What a provider reported of a run is not saved: \(error)")
            return nil
        }
    }
}
