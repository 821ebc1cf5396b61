/// The result of `provider.inspect`.
public struct Inspection: Codable, Sendable {
    public struct Problem: Codable, Sendable, Hashable {
        /// Stable, such as `local.files.missing`.
        public let code: String
        /// What is wrong, by name, and what to do where it cannot be repaired.
        public let message: String
        /// What a repair does, or did; `nil` where it cannot be repaired.
        public let repair: String?

        public init(code: String, message: String, repair: String? = nil) {
            self.code = code
            self.message = message
            self.repair = repair
        }
    }

    public let problems: [Problem]
    /// What was checked and is right, in a sentence each.
    public let checks: [String]
    /// Listed runs that have ended: the next start takes that over.
    public let ended: Int
    /// Listed runs that the provider does not have: they end as lost at the next start.
    public let unknown: Int

    public init(problems: [Problem], checks: [String] = [], ended: Int = 0, unknown: Int = 0) {
        self.problems = problems
        self.checks = checks
        self.ended = ended
        self.unknown = unknown
    }
}
