extension Migration {
    /// Runs that try a document out, and what those are deployed with.
    static let testRuns = Migration(
        "0025-test-runs",
        [
            "ALTER TABLE runs ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE deployments ADD COLUMN test_document TEXT",
            "CREATE INDEX runs_tests ON runs (project_id, created_at, id) WHERE is_test = 1",
            "CREATE INDEX runs_workflow_tests ON runs (workflow_id, created_at, id) WHERE is_test = 1",
            "CREATE INDEX deployments_tests ON deployments (project_id, created_at, id) WHERE status = 'test'",
        ])
}
