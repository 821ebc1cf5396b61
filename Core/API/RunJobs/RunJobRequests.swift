import JSON
import Platform
import PluginMessages
import Storage

struct StartRunJob: JSONBody {
    static let schema = Schema.body(
        [
            "action": .choice(RunJobAction.control.map(\.rawValue)).example("terminate").note(
                "The action to apply to each run."),
            "filter": RunFilter.schema.note(
                "Runs that match every member; at least one is required. Runs that begin later are not affected."),
        ], required: ["action", "filter"]
    ).closed.named("StartRunJob")

    let action: RunJobAction
    let filter: RunFilter
}

/// A request for the deletion of runs: the filter itself.
struct PurgeRuns: JSONBody {
    static let schema = RunFilter.object.named("PurgeRuns")

    let filter: RunFilter

    init(from decoder: any Decoder) throws { filter = try RunFilter(from: decoder) }
}

/// Which runs a job is about.
struct RunFilter: Decodable, Sendable {
    static let schema = object.named("RunFilter")

    fileprivate static let object = Schema.body([
        "workflowId": .reference.note("Runs of this workflow."),
        "versionId": .reference.note("Runs of this version."),
        "connectionId": .reference.note("Runs on this connection."),
        "status": Schema.list(of: .choice(of: RunStatus.self)).example(["errored"]).note(
            "If omitted, the statuses that the action applies to; for `restart`, `errored`."),
        "createdAfter": Schema.time.note("Runs that began at this time or later."),
        "createdBefore": Schema.time.note("Runs that began before this time."),
        "endedBefore": Schema.time.note("Runs that ended before this time."),
        "runIds": Schema.list(of: .reference, most: RunJobFilter.mostRuns).note("These runs."),
    ]).closed

    let workflowId: String?
    let versionId: String?
    let connectionId: String?
    let status: [RunStatus]?
    let createdAfter: String?
    let createdBefore: String?
    let endedBefore: String?
    let runIds: [String]?

    var rows: RunJobFilter {
        RunJobFilter(
            workflow: workflowId, version: versionId, connection: connectionId, statuses: status,
            createdAfter: createdAfter.flatMap(Timestamp.init(rfc3339:)),
            createdBefore: createdBefore.flatMap(Timestamp.init(rfc3339:)),
            endedBefore: endedBefore.flatMap(Timestamp.init(rfc3339:)), runs: runIds)
    }
}

extension RunJobAction {
    /// The actions besides deletion, which requires another scope.
    static let control = allCases.filter { $0 != .delete }
}
