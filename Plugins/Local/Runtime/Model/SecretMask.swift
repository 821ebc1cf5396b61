import Foundation

/// Replaces the secrets of a deployment in texts that people read: logs, errors of steps and runs.
struct SecretMask: Sendable {
    /// Shorter values are words that any text may contain.
    private static let shortest = 4
    private static let replacement = "***"

    /// Longest first, so that a secret that contains another is replaced as a whole.
    private let values: [String]

    init(_ secrets: some Sequence<String>) {
        var values: Set<String> = []
        for secret in secrets where secret.utf8.count >= Self.shortest {
            values.insert(secret)
            // As it stands in a URL's query.
            if let encoded = secret.addingPercentEncoding(
                withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
            {
                values.insert(encoded)
            }
        }
        self.values = values.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    func masked(_ text: String) -> String {
        values.reduce(text) { text, value in
            text.contains(value) ? text.replacingOccurrences(of: value, with: Self.replacement) : text
        }
    }

    func masked(_ failure: StepFailure) -> StepFailure {
        values.isEmpty
            ? failure
            : StepFailure(
                name: masked(failure.name), message: masked(failure.message), isRetryable: failure.isRetryable,
                lines: failure.lines)
    }
}
