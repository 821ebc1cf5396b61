import PluginMessages

/// What a job does with each run.
package enum RunJobAction: String, Sendable, Codable, CaseIterable {
    case pause, resume, terminate, restart, delete

    /// The action on a single run; `nil` for a deletion.
    var control: InstanceRequest.Action? {
        switch self {
        case .pause: .pause
        case .resume: .resume
        case .terminate: .terminate
        case .restart: .restart
        case .delete: nil
        }
    }

    /// The statuses that a filter may name.
    package var allowedStatuses: [RunStatus] {
        switch self {
        case .pause: [.queued, .running, .waiting]
        case .resume: [.paused]
        case .terminate: [.queued, .running, .waiting, .paused]
        case .restart: RunStatus.allCases.filter { $0 != .unknown }
        case .delete: RunStatus.allCases.filter(\.isTerminal)
        }
    }

    /// Those of a filter that names none.
    var defaultStatuses: [RunStatus] { self == .restart ? [.errored] : allowedStatuses }

    /// Whether a run in the status is as the action leaves it.
    func isReached(_ status: RunStatus) -> Bool {
        switch self {
        case .pause: status == .paused
        case .resume: [.queued, .running, .waiting].contains(status)
        case .terminate: status == .terminated
        case .restart, .delete: false
        }
    }
}
