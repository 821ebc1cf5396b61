/// Text that is not a cron expression, or one that never fires.
public struct InvalidCron: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what is allowed.
    public let description: String

    init(_ description: String) { self.description = description }
}
