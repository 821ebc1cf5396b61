import PluginKit

/// Sends requests; the host's `fetch` outside tests.
package protocol Transport: Sendable {
    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse
}
