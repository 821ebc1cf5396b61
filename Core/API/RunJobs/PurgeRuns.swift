import Platform

/// A request for the deletion of runs: the filter itself.
struct PurgeRuns: JSONBody {
    static let schema = RunJobFilter.object.named("PurgeRuns")

    let filter: RunFilter

    init(from decoder: any Decoder) throws { filter = try RunFilter(from: decoder) }
}
