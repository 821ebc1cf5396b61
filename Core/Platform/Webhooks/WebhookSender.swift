import AsyncHTTPClient
import NIOCore
import PluginHost

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
