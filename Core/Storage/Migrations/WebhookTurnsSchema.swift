extension Migration {
    /// What is due by webhook: each has turns of its own.
    static let webhookTurns = Migration(
        "0024-webhook-turns",
        [
            """
            CREATE INDEX webhook_deliveries_turns ON webhook_deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL
            """,
            "DROP INDEX webhook_deliveries_pending", "DROP INDEX webhook_deliveries_due",
        ])
}
