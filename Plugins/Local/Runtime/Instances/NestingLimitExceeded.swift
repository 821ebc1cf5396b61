/// A run would be nested deeper than ``Limits/nestedRuns``.
struct NestingLimitExceeded: Error {}
