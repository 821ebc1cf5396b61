public enum RunStatus: String, Codable, Sendable, Hashable, CaseIterable {
    case queued, running, paused, waiting, complete, errored, terminated, unknown

    public var isTerminal: Bool {
        switch self {
        case .complete, .errored, .terminated: true
        case .queued, .running, .paused, .waiting, .unknown: false
        }
    }
}
