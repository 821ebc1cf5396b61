import JSON
import Logging
import PluginHost
import PluginMessages
import Storage

/// Keeps runs up to date with what providers tell by themselves.
struct RunListener: Sendable {
    /// The event of a provider that knows of a change: a run's state, with `deploymentId`.
    static let event = "run.changed"

    let runs: Runs
    let events: AsyncStream<PluginEvent>
    let logger: Logger

    /// Returns when there are no more events, or the task is cancelled.
    func run() async {
        for await event in events where event.name == Self.event {
            do {
                let change = try event.payload.decode(Change.self)
                try await runs.note(try event.payload.decode(), of: DeploymentID(change.deploymentId))
            } catch {
                logger.warning("An event of the plugin \"\(event.plugin)\" is dropped: \(error)")
            }
        }
    }

    private struct Change: Decodable { let deploymentId: String }
}
