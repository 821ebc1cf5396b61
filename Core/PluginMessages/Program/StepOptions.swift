/// How a durable step is retried and timed out. Durations are in milliseconds.
public struct StepOptions: Sendable, Hashable {
    public enum Backoff: String, Codable, Sendable {
        case constant, linear, exponential

        /// How many times the first delay the next one is.
        /// - Parameter attempts: That have failed, from 1.
        package func factor(after attempts: Int) -> Double {
            switch self {
            case .constant: 1
            case .linear: Double(attempts)
            case .exponential: Double(sign: .plus, exponent: min(attempts - 1, 62), significand: 1)
            }
        }
    }

    public struct Retries: Sendable, Hashable {
        /// How often a failed attempt is repeated; 0 is never.
        public let limit: Int
        public let delay: Int
        public let backoff: Backoff?

        public init(limit: Int, delay: Int, backoff: Backoff? = nil) {
            self.limit = limit
            self.delay = delay
            self.backoff = backoff
        }
    }

    public let retries: Retries?
    public let timeout: Int?

    public init(retries: Retries? = nil, timeout: Int? = nil) {
        self.retries = retries
        self.timeout = timeout
    }
}
