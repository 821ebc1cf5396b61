extension Migration {
    /// Which server works on the database, where it is one that several can reach.
    static let servers = Migration(
        "0021-servers",
        [
            """
            CREATE TABLE servers (
                id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, name TEXT NOT NULL,
                epoch BIGINT NOT NULL, beat BIGINT NOT NULL)
            """
        ])
}
