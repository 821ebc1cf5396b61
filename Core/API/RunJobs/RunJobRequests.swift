import JSON
import Platform
import PluginMessages
import Storage

struct StartRunJob: JSONBody {
    static let schema = Schema.body(
        [
            "action": .choice(RunJobAction.control.map(\.rawValue)).example("terminate").note(
                "The action to apply to each run."),
            "filter": RunJobFilter.schema.note(
                "Runs that match every member; at least one is required. Runs that begin later are not affected."),
        ], required: ["action", "filter"]
    ).closed.named("StartRunJob")

    let action: RunJobAction
    let filter: RunFilter
}

/// A request for the deletion of runs: the filter itself.
struct PurgeRuns: JSONBody {
    static let schema = RunJobFilter.object.named("PurgeRuns")

    let filter: RunFilter

    init(from decoder: any Decoder) throws { filter = try RunFilter(from: decoder) }
}

/// A filter in a request.
struct RunFilter: Decodable, Sendable {
    let rows: RunJobFilter

    init(from decoder: any Decoder) throws { rows = RunJobFilter(json: try JSONObject(from: decoder)) }
}

extension RunJobFilter {
    static let schema = object.named("RunFilter")

    fileprivate static let object = Schema.object(
        RunFilterMember.all.map { ($0.name, $0.schema.note($0.description).orNull) }, required: []
    ).closed

    static let shape = Shape<RunJobFilter>(schema) { $0.json }
}

extension RunFilterMember {
    fileprivate var schema: Schema {
        switch value {
        case .id: .reference
        case .ids: .list(of: .reference, most: RunJobFilter.mostRuns)
        case .statuses: .list(of: .choice(of: RunStatus.self)).example([.string(RunStatus.errored.rawValue)])
        case .time: .time
        }
    }
}

extension RunJobAction {
    /// The actions besides deletion, which requires another scope.
    static let control = allCases.filter { $0 != .delete }
}
