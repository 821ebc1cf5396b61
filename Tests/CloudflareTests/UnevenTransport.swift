import PluginKit

@testable import CloudflareRuntime

/// An account that refuses one call at once while another one takes its time.
struct UnevenTransport: Transport {
    let account: FakeAccount
    /// Method and path.
    let refused: String
    let slow: String

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        let path = request.url.dropFirst("http://api/".count).split(separator: "?").first ?? ""
        let call = "\(request.method) \(path)"
        if call == refused { return FakeAccount.error(400, 10020, "The route cannot be created.") }
        if call == slow {
            do { try await Task.sleep(for: .milliseconds(300)) } catch {
                throw PluginFailure(code: "fetch.cancelled", message: "The request was cancelled.")
            }
        }
        return try await account.send(request)
    }
}
