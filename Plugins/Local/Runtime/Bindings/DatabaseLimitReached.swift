/// A database has grown to its limit.
struct DatabaseLimitReached: Error {}
