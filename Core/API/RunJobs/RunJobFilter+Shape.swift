import Platform
import PluginMessages

extension RunJobFilter {
    static let schema = object.named("RunFilter")

    static let object = Schema.object(
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
