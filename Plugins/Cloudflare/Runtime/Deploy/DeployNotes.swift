import JSON
import PluginKit

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
