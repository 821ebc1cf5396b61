import FoundationEssentials
import PluginMessages

/// One plugin as operators see it.
package struct PluginStatus: Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// It contributes and answers.
        case running
        /// It contributes; its process is started when it is needed.
        case idle
        /// Its process has ended and is started again after a pause.
        case restarting
        /// It contributes nothing.
        case off
        /// Its library was not loaded.
        case refused
    }

    /// The file's name if the manifest is missing.
    package let id: String
    package let name: String?
    package let version: String?
    package var path: String
    package let origin: PluginOrigin?
    package let isolation: PluginIsolation?
    /// `nil` if its library is not loaded.
    package let confinement: PluginConfinement?
    package let state: State
    /// Why it is not running.
    package var reason: String?
    /// Bytes of its own process.
    package let memory: Int?
    package let calls: Int
    package let failures: Int
    package var lastError: (failure: PluginFailure, at: Date)?
    /// Of a package: those of the organizations that have called it.
    package let processes: [OwnProcess]
    package let nodes: [String]
    package let providers: [String]
    /// What keeps it from its work, as it reports it.
    package var problems: [PluginFailure]
}
