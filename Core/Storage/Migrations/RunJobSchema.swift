extension Migration {
    /// Actions on many runs, and how far they have come.
    static let runJobs = Migration(
        "0010-run-jobs",
        [
            """
            CREATE TABLE run_jobs (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE, user_id TEXT NOT NULL,
                api_key_id TEXT, action TEXT NOT NULL, filter TEXT NOT NULL, status TEXT NOT NULL, parts TEXT NOT NULL,
                total INTEGER NOT NULL, done INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL,
                errors TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, finished_at BIGINT)
            """,
            "CREATE INDEX run_jobs_page ON run_jobs (project_id, created_at, id)",
            "CREATE INDEX run_jobs_status ON run_jobs (status, created_at)",
        ])
}
