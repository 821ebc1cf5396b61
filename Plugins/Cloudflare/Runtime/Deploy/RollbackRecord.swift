import JSON
import PluginKit

/// What a deploy writes down before it changes an account, so that one that is cut off can be undone or finished.
struct RollbackRecord: Sendable, Codable {
    enum Progress: Sendable, Codable {
        /// Changes are under way. What was there before, and where to look for it.
        case changing(before: ServiceState, places: ServiceLocations)
        /// Everything is done; the core may not have heard of it.
        case deployed(WorkerReference)
    }

    let deploymentId: String
    let service: String
    let progress: Progress
}

/// Keeps notes over restarts: one a workflow and account.
package protocol NoteStore: Sendable {
    func note(_ key: String) async throws(PluginFailure) -> JSONValue
    func setNote(_ key: String, _ value: JSONValue) async throws(PluginFailure)
}

struct DeployNotes: Sendable {
    private let store: any NoteStore
    private let key: String

    init(_ store: any NoteStore, workflow: String, account: String) {
        self.store = store
        key = "deploy/\(account)/\(workflow)"
    }

    func read() async throws(PluginFailure) -> RollbackRecord? {
        let value = try await store.note(key)
        guard !value.isNull else { return nil }
        do { return try value.decode() } catch {
            throw PluginFailure(
                code: "cloudflare.note", message: "The rollback record of an earlier deploy cannot be read: \(error)")
        }
    }

    func write(_ note: RollbackRecord) async throws(PluginFailure) {
        let value: JSONValue
        do { value = try JSONValue(encoding: note) } catch {
            throw PluginFailure(
                code: "cloudflare.note", message: "The deploy's rollback record cannot be written: \(error)")
        }
        try await store.setNote(key, value)
    }

    func remove() async throws(PluginFailure) { try await store.setNote(key, .null) }
}
