extension Migration {
    /// Statistics of runs are counted in the indexes of lists, without their rows.
    static let runStatistics = Migration(
        "0029-run-statistics",
        [("runs_project", "project_id"), ("runs_page", "workflow_id")].flatMap { index, owner in
            [
                "DROP INDEX \(index)",
                "CREATE INDEX \(index) ON runs (\(owner), created_at, id, is_test, status, finished_at)",
            ]
        })
}
