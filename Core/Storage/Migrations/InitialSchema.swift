extension Migration {
    /// Times are milliseconds since 1970, truth values 0 or 1, and what has members is JSON text.
    static let initialSchema = Migration(
        "0001-initial-schema",
        [
            // One row, made in the transaction of the first start: which master key seals this database.
            """
            CREATE TABLE installation (
                id INTEGER PRIMARY KEY CHECK (id = 1), key_id TEXT NOT NULL, created_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE organizations (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL UNIQUE,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE users (
                id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password_hash TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE memberships (
                organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')), created_at BIGINT NOT NULL,
                PRIMARY KEY (organization_id, user_id))
            """,
            """
            CREATE TABLE projects (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                name TEXT NOT NULL, slug TEXT NOT NULL, description TEXT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, UNIQUE (organization_id, slug))
            """,
            """
            CREATE TABLE api_keys (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                name TEXT NOT NULL, prefix TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
                expires_at BIGINT, last_used_at BIGINT, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX api_keys_prefix ON api_keys (prefix)",
            """
            CREATE TABLE workflows (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                name TEXT NOT NULL, description TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('workflow', 'script')), trigger_code TEXT,
                dependencies TEXT NOT NULL, deploy_config TEXT NOT NULL, version_count INTEGER NOT NULL,
                active_version_id TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX workflows_page ON workflows (project_id, created_at, id)",
            """
            CREATE TABLE versions (
                id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
                number INTEGER NOT NULL, ir TEXT NOT NULL, artifact TEXT NOT NULL, target TEXT NOT NULL,
                locked INTEGER NOT NULL, created_at BIGINT NOT NULL, UNIQUE (workflow_id, number))
            """,
            "CREATE INDEX versions_page ON versions (workflow_id, created_at, id)",
            """
            CREATE TABLE connections (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                provider TEXT NOT NULL, name TEXT NOT NULL, credentials TEXT NOT NULL, credential_names TEXT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX connections_page ON connections (organization_id, created_at, id)",
            // Of the organization, of a project when there is one, of a workflow when there is one.
            """
            CREATE TABLE variables (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT REFERENCES projects (id) ON DELETE CASCADE,
                workflow_id TEXT REFERENCES workflows (id) ON DELETE CASCADE,
                position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, is_secret INTEGER NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            """
            CREATE UNIQUE INDEX variables_name
                ON variables (organization_id, COALESCE(project_id, ''), COALESCE(workflow_id, ''), name)
            """,
            "CREATE INDEX variables_workflow ON variables (workflow_id)",
            """
            CREATE TABLE deployments (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
                version_id TEXT REFERENCES versions (id) ON DELETE SET NULL,
                connection_id TEXT REFERENCES connections (id) ON DELETE SET NULL,
                status TEXT NOT NULL, service_name TEXT, url TEXT, reference TEXT, notes TEXT NOT NULL, error TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX deployments_page ON deployments (workflow_id, created_at, id)",
            "CREATE INDEX deployments_project ON deployments (project_id, created_at, id)",
            "CREATE INDEX deployments_version ON deployments (version_id)",
            "CREATE INDEX deployments_connection ON deployments (connection_id)",
            // A workflow is deployed to a connection once.
            """
            CREATE UNIQUE INDEX deployments_active ON deployments (workflow_id, connection_id) WHERE status = 'active'
            """,
            """
            CREATE TABLE runs (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                workflow_id TEXT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
                version_id TEXT REFERENCES versions (id) ON DELETE SET NULL,
                deployment_id TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE,
                connection_id TEXT REFERENCES connections (id) ON DELETE SET NULL, instance_id TEXT NOT NULL,
                status TEXT NOT NULL, params TEXT, output TEXT, error TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, finished_at BIGINT,
                UNIQUE (deployment_id, instance_id))
            """,
            "CREATE INDEX runs_page ON runs (workflow_id, created_at, id)",
            "CREATE INDEX runs_project ON runs (project_id, created_at, id)",
            "CREATE INDEX runs_version ON runs (version_id)",
            "CREATE INDEX runs_connection ON runs (connection_id)",
        ])
}
