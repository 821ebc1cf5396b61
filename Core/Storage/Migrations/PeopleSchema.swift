extension Migration {
    /// Sessions, invitations, the audit log and the answers kept for repeated requests.
    static let peopleSchema = Migration(
        "0002-people",
        [
            """
            CREATE TABLE sessions (
                id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                hash TEXT NOT NULL UNIQUE, expires_at BIGINT NOT NULL, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX sessions_user ON sessions (user_id)",
            "CREATE INDEX sessions_end ON sessions (expires_at)",
            """
            CREATE TABLE invitations (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE, email TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')), hash TEXT NOT NULL UNIQUE,
                expires_at BIGINT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (organization_id, email))
            """,
            // Nothing is referenced: the log outlives what it tells of.
            """
            CREATE TABLE audit_log (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, project_id TEXT, user_id TEXT,
                api_key_id TEXT, action TEXT NOT NULL, subject_id TEXT NOT NULL, details TEXT NOT NULL,
                created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX audit_log_page ON audit_log (organization_id, created_at, id)",
            """
            CREATE TABLE idempotency (
                id TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX idempotency_age ON idempotency (created_at)",
            "CREATE INDEX memberships_user ON memberships (user_id)",
            "CREATE INDEX api_keys_page ON api_keys (organization_id, created_at, id)",
        ])
}
