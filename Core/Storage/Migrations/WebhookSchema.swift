extension Migration {
    /// Addresses that are told of what happens in a project, and what was sent to them.
    static let webhooks = Migration(
        "0017-webhooks",
        [
            """
            CREATE TABLE webhooks (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                name TEXT NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL, secret TEXT NOT NULL,
                previous_secret TEXT, previous_until BIGINT, enabled INTEGER NOT NULL, disabled_reason TEXT,
                failing_since BIGINT, dropped INTEGER NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX webhooks_page ON webhooks (project_id, created_at, id)",
            """
            CREATE TABLE webhook_deliveries (
                id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
                webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
                event_id TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL,
                attempts INTEGER NOT NULL, due_at BIGINT, response_status INTEGER, error TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX webhook_deliveries_page ON webhook_deliveries (webhook_id, created_at, id)",
            "CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at)",
            // Of what is to be sent, which is little of what there is.
            """
            CREATE INDEX webhook_deliveries_due ON webhook_deliveries (organization_id, due_at) WHERE due_at IS NOT NULL
            """,
            """
            CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id) WHERE due_at IS NOT NULL
            """,
        ])
}
