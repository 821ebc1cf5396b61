import JSON
import PluginHost
import PluginMessages
import Values

/// Why a vendor does not list options, in its own words.
struct VendorFailure: Error, Sendable {
    let status: Int
    let message: String
    /// Whether the token is what it refuses.
    let isOfCredential: Bool
    /// Seconds.
    let retryAfter: Int?

    /// Where the vendors of the nodes put it, the most exact places first.
    private static let places = [
        "error/message|error/errors/0/message|errors/0/message|errors/0/detail|errorMessages/0|error_description",
        "error/type|error_message|message|detail|title|err|error|errors/0",
    ].joined(separator: "|")
    /// Characters.
    private static let longest = 300

    /// - Parameter mask: Hides what the vendor was sent.
    init(_ response: GuardedClient.Response, _ json: JSONValue, _ list: VendorList, _ mask: SecretMask) {
        status = response.status
        message = String((json.text(at: Self.places).map(mask.masking) ?? "").prefix(Self.longest))
        let codes = json.text(at: "error|error/code|code").map { [$0] } ?? []
        isOfCredential = status == 401 || codes.contains { list.refusals?.contains($0) == true }
        retryAfter = response.header("retry-after").flatMap { Int($0) }.map { min(max($0, 0), 86_400) }
    }

    /// A sentence.
    var description: String {
        let words = message.isEmpty ? "no reason given" : message
        return Sentence.ended((200..<300).contains(status) ? words : "\(words) (HTTP \(status))")
    }
}
