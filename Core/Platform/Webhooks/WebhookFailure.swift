/// Why a try of a delivery failed, in the words of its log.
struct WebhookFailure: Error, Sendable {
    /// Of the response; `nil` without one.
    let status: Int?
    let message: String

    /// - Parameter message: Kept in the log: without control characters, which not every database stores.
    init(status: Int?, message: String) {
        self.status = status
        let scalars = message.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
        self.message = String(String.UnicodeScalarView(scalars.prefix(Self.longestMessage)))
    }

    private static let longestMessage = 2000
}
