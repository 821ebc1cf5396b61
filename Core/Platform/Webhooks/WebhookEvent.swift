import PluginMessages

/// What webhooks are told of.
package enum WebhookEvent: String, Sendable, Hashable, CaseIterable {
    case runQueued = "run.queued"
    case runRunning = "run.running"
    case runPaused = "run.paused"
    case runWaiting = "run.waiting"
    case runComplete = "run.complete"
    case runErrored = "run.errored"
    case runTerminated = "run.terminated"
    case deploymentActive = "deployment.active"
    case deploymentFailed = "deployment.failed"
    case deploymentRemoved = "deployment.removed"
    /// Sent on request only.
    case ping

    /// Those that a webhook chooses from.
    package static let chosen = allCases.filter { $0 != .ping }

    /// - Returns: `nil` for a status that nobody knows.
    init?(_ status: RunStatus) {
        switch status {
        case .queued: self = .runQueued
        case .running: self = .runRunning
        case .paused: self = .runPaused
        case .waiting: self = .runWaiting
        case .complete: self = .runComplete
        case .errored: self = .runErrored
        case .terminated: self = .runTerminated
        case .unknown: return nil
        }
    }
}
