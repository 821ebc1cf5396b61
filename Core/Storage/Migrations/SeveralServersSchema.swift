extension Migration {
    /// Where the server that leads is reached by those that stand by; and, for the next one, which requests it had executed when
    /// it ended without a response.
    static let severalServers = Migration(
        "0026-several-servers",
        [
            "ALTER TABLE servers ADD COLUMN address TEXT",
            "ALTER TABLE idempotency ADD COLUMN changed_at BIGINT",
        ])
}
