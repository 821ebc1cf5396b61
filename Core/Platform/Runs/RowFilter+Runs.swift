import Storage

extension RowFilter {
    /// The runs that a text is searched in: inputs are large, and no index has them.
    package static let mostSearchedRuns = 10_000

    /// Runs with a text in their id, the provider's id of them, their error or their input, among the newest of a project or
    /// workflow.
    /// - Parameters:
    ///   - text: Letters of ASCII of either case.
    ///   - column: `project_id` or `workflow_id`.
    static func runs(with text: String, where column: String, is value: any SQLConvertible) -> RowFilter {
        newest(mostSearchedRuns, of: RunRecord.table, where: column, is: value)
            .and(.anyColumn(of: ["id", "instance_id", "error", "params"], contains: text))
    }
}
