import CloudflareRuntime
import PluginKit

/// The host's `fetch` and state, as the runtime uses them.
struct HostTransport: Transport, NoteStore {
    let services: PluginServices

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        try await services.fetch(request)
    }

    func note(_ key: String) async throws(PluginFailure) -> JSONValue { try await services.state(key) }

    func setNote(_ key: String, _ value: JSONValue) async throws(PluginFailure) {
        try await services.setState(key, value)
    }
}

extension CloudflareRuntime {
    init(_ services: PluginServices) {
        let host = HostTransport(services: services)
        self.init(
            settings: services.settings, folder: services.dataDirectory, transport: host, notes: host)
    }
}
