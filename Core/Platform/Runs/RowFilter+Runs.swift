import Storage

extension RowFilter {
    /// The runs that a text is searched in: inputs are large, and no index has them.
    package static let mostSearchedRuns = 10_000

    /// Runs with a text in their id, the provider's id of them, their error or their input.
    /// - Parameters:
    ///   - text: Letters of ASCII of either case.
    ///   - oldest: When the oldest run was made that is searched.
    static func runs(with text: String, since oldest: Timestamp) -> RowFilter {
        RowFilter.column("created_at", isFrom: oldest)
            .and(.anyColumn(of: ["id", "instance_id", "error", "params"], contains: text))
    }
}
