import Synchronization

/// Answers the calls to a plugin's providers.
final class ProviderCalls: Sendable {
    private let types: [any ProviderPlugin.Type]
    private let providers = Mutex<[String: any ProviderPlugin]>([:])

    init(_ types: [any ProviderPlugin.Type]) { self.types = types }

    func configure(_ services: PluginServices) throws {
        for type in types {
            let provider = try type.init(services: services)
            providers.withLock { $0[type.definition.id] = provider }
        }
    }

    func start() async throws {
        for provider in providers.withLock({ Array($0.values) }) { try await provider.start() }
    }

    func shutdown(within time: Duration?) async {
        let providers = providers.withLock { Array($0.values) }
        await withTaskGroup { group in
            for provider in providers { group.addTask { await provider.shutdown(within: time) } }
        }
    }

    func answer(
        _ operation: ProviderOperation, _ message: JSONText, _ context: CallContext
    ) async throws -> [UInt8] {
        switch operation {
        case .emit:
            let (provider, program) = try providerRequest(in: message) { view throws(JSONMismatch) in
                try Program(json: message, at: view.position)
            }
            return try await provider.emit(program, context: context).jsonBytes
        case .verify: return try await answer(.verify, message) { try await $0.verify($1, context: context) }
        case .deploy: return try await answer(.deploy, message) { try await $0.deploy($1, context: context) }
        case .preview: return try await answer(.preview, message) { try await $0.preview($1, context: context) }
        case .recover: return try await answer(.recover, message) { try await $0.recover($1, context: context) }
        case .takedown:
            return try await answer(.takedown, message) {
                try await $0.takedown($1, context: context)
                return NoResult()
            }
        case .trigger: return try await answer(.trigger, message) { try await $0.trigger($1, context: context) }
        case .run: return try await answer(.run, message) { try await $0.run($1, context: context) }
        case .control: return try await answer(.control, message) { try await $0.control($1, context: context) }
        case .sendEvent:
            return try await answer(.sendEvent, message) {
                try await $0.sendEvent($1, context: context)
                return NoResult()
            }
        case .steps: return try await answer(.steps, message) { try await $0.steps(of: $1, context: context) }
        case .logs: return try await answer(.logs, message) { try await $0.logs(of: $1, context: context) }
        case .serviceLogs:
            return try await answer(.serviceLogs, message) { try await $0.serviceLogs(of: $1, context: context) }
        case .request: return try await answer(.request, message) { try await $0.request($1, context: context) }
        case .states: return try await answer(.states, message) { try await $0.states(since: $1, context: context) }
        case .deleteRuns:
            return try await answer(.deleteRuns, message) { try await $0.deleteRuns($1, context: context) }
        case .updateSecrets:
            return try await answer(.updateSecrets, message) { try await $0.updateSecrets($1, context: context) }
        case .inspect: return try await answer(.inspect, message) { try await $0.inspect($1, context: context) }
        case .metrics: return try await answer(.metrics, message) { try await $0.metrics($1, context: context) }
        }
    }

    private func answer<Message, Result>(
        _ call: ProviderCall<Message, Result>, _ message: JSONText,
        by operation: (any ProviderPlugin, Message) async throws -> Result
    ) async throws -> [UInt8] {
        let (provider, request) = try providerRequest(in: message, call.decode)
        return try await JSONValue(encoding: operation(provider, request)).bytes
    }

    /// A provider, and what it is asked, out of a message.
    private func providerRequest<Message>(
        in message: JSONText, _ decode: (JSONView) throws(JSONMismatch) -> Message
    ) throws -> (provider: any ProviderPlugin, Message) {
        let (id, request) = try message.read { view throws(JSONMismatch) in
            let params = try JSONMembers(JSONMembers(view).value("params"))
            return (try params.string("provider"), try decode(params.value("request")))
        }
        return (try provider(id), request)
    }

    private func provider(_ id: String) throws(PluginFailure) -> any ProviderPlugin {
        guard let provider = providers.withLock({ $0[id] }) else {
            throw PluginFailure(
                code: "plugin.provider", message: "The plugin has no provider \"\(id)\", or was not configured.")
        }
        return provider
    }
}
