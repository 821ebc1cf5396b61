import JSON
import PluginKit

/// Keeps notes over restarts: one a workflow and account.
package protocol NoteStore: Sendable {
    func note(_ key: String) async throws(PluginFailure) -> JSONValue
    func setNote(_ key: String, _ value: JSONValue) async throws(PluginFailure)
}
