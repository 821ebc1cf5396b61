import JSON
import PluginMessages

/// A plugin whose library is loaded into this process by the first call. Its manifest is known from a check.
actor OnDemandPlugin: PluginConnection {
    typealias Load = @Sendable () async throws(PluginRefusal) -> InProcessPlugin

    private let load: Load
    private var loading: Task<Result<InProcessPlugin, PluginRefusal>, Never>?

    /// - Parameter load: Loads and configures it; called at most once.
    init(load: @escaping Load) { self.load = load }

    /// The plugin, if a call has loaded it.
    var loaded: InProcessPlugin? {
        get async { try? await loading?.value.get() }
    }

    nonisolated func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try await plugin().call(method, params, deadline: deadline, event: event)
    }

    nonisolated func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        try await plugin().exchange(method, params, deadline: deadline, event: event)
    }

    private func plugin() async throws(PluginFailure) -> InProcessPlugin {
        let loading =
            loading
            ?? Task { [load] in
                do throws(PluginRefusal) { return .success(try await load()) } catch { return .failure(error) }
            }
        self.loading = loading
        do { return try await loading.value.get() } catch {
            throw PluginFailure(code: error.code, message: error.description)
        }
    }
}
