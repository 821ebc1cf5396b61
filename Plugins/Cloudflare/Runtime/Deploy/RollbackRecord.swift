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
