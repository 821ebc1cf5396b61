import AsyncHTTPClient
import NIOCore
import PluginHost

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

/// Sends one request to where a webhook says.
struct WebhookSender: Sendable {
    let client: GuardedClient

    /// - Returns: The status of the response, a success. Its body is not read: nobody is shown what is there.
    func send(_ body: String, to url: String, _ headers: [(String, String)]) async throws -> Int {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "Millrace")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        let status: Int
        do { status = try await client.send(request).status } catch let failure as GuardedClient.Failure {
            throw WebhookFailure(status: nil, message: failure.message)
        }
        guard (200..<300).contains(status) else {
            throw WebhookFailure(status: status, message: "The response has the status \(status).")
        }
        return status
    }
}
