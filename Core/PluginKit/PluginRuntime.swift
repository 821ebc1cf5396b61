import Synchronization

/// Answers the host's calls: finds who answers, runs it in a task of its own and sends what comes of it.
final class PluginRuntime: Sendable {
    let manifest: [UInt8]
    private let definition: PluginDefinition
    private let host: HostPort
    private let state = Mutex(State())
    private let transactions = OpenTransactions()

    private struct State {
        var providers: [String: any ProviderPlugin] = [:]
        /// By endpoint.
        var resources: [String: any ResourcePlugin] = [:]
        var storages: [String: any StoragePlugin] = [:]
        var calls: [UInt64: Task<Void, Never>] = [:]
    }

    init(definition: PluginDefinition, host: HostPort) {
        self.definition = definition
        self.host = host
        manifest = (try? JSONValue(encoding: definition.manifest))?.bytes ?? []
    }

    func invoke(_ call: UInt64, request: JSONText, reply: ReplyPort) {
        // The task is made under the lock, so that it cannot remove itself before it is there.
        state.withLock { state in
            state.calls[call] = Task {
                do {
                    let answer = try await CallTrace.$current.withValue(request.read { CallTrace($0) }) {
                        try await self.answer(request, CallContext(event: reply.event))
                    }
                    reply.result(answer)
                } catch {
                    reply.error(PluginFailure(wrapping: error))
                }
                self.state.withLock { _ = $0.calls.removeValue(forKey: call) }
            }
        }
    }

    func cancel(_ call: UInt64) {
        state.withLock { $0.calls[call] }?.cancel()
    }

    func shutdown() async {
        let (providers, storages, calls) = state.withLock {
            (Array($0.providers.values), Array($0.storages.values), Array($0.calls.values))
        }
        for call in calls { call.cancel() }
        await withTaskGroup { group in
            for provider in providers { group.addTask { await provider.shutdown() } }
            for call in calls { group.addTask { await call.value } }
        }
        for storage in storages { await storage.shutdown() }
    }

    private func answer(_ message: JSONText, _ context: CallContext) async throws -> [UInt8] {
        let method = try message.read { view throws(JSONMismatch) in try JSONMembers(view).string("method") }
        if let operation = ProviderOperation(rawValue: method) {
            return try await answer(operation, message, context)
        }
        let params = try message.read { view throws(JSONMismatch) in try JSONMembers(view).value("params").value }
        return try await answer(Request(method: method, params: params), context).bytes
    }

    private func answer(_ request: Request, _ context: CallContext) async throws -> JSONValue {
        switch request.method {
        case "plugin.configure":
            try configure(request.params.decode())
            return nil
        case "plugin.start":
            for provider in state.withLock({ Array($0.providers.values) }) { try await provider.start() }
            return nil
        case "resource.call":
            let operation = try request.params.decode(ResourceRequest.self)
            return try await JSONValue(
                encoding: resource(operation.endpoint).respond(to: operation, context: context))
        case "node.validate":
            let operation = try request.params.decode(NodeRequest.self)
            return try await JSONValue(encoding: node(operation).validate(operation.config))
        case "node.options":
            let operation = try request.params.decode(NodeRequest.self)
            return try await JSONValue(
                encoding: node(operation).options(of: operation.field ?? "", config: operation.config))
        case "storage.begin":
            let begin = try request.params.decode(StorageBegin.self)
            return try await JSONValue(encoding: transactions.begin(storage(begin.driver), writes: begin.writes))
        case "storage.execute":
            return try await JSONValue(encoding: transactions.execute(request.params.decode()))
        case "storage.commit":
            try await transactions.end(request.params.decode()).commit()
            return nil
        case "storage.rollback":
            try await transactions.end(request.params.decode()).rollback()
            return nil
        default: throw unknown(request.method)
        }
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

    private struct Request {
        let method: String
        let params: JSONValue
    }

    private struct Configuration: Decodable {
        let settings: [String: String]
        let dataDirectory: String?
        let hostVersion: String
    }

    private func configure(_ configuration: Configuration) throws {
        let services = PluginServices(
            settings: configuration.settings, dataDirectory: configuration.dataDirectory,
            hostVersion: configuration.hostVersion, host: host)
        for type in definition.providers {
            let provider = try type.init(services: services)
            state.withLock { $0.providers[type.definition.id] = provider }
        }
        for type in definition.storages {
            let storage = try type.init(services: services)
            state.withLock { $0.storages[type.definition.id] = storage }
        }
        for type in definition.resources {
            let resource = try type.init(services: services)
            state.withLock { state in
                for endpoint in type.endpoints { state.resources[endpoint.id] = resource }
            }
        }
    }

    private func storage(_ id: String) throws(PluginFailure) -> any StoragePlugin {
        guard let storage = state.withLock({ $0.storages[id] }) else {
            throw PluginFailure(
                code: "plugin.storage", message: "The plugin has no storage \"\(id)\", or was not configured.")
        }
        return storage
    }

    private func resource(_ endpoint: String) throws(PluginFailure) -> any ResourcePlugin {
        guard let resource = state.withLock({ $0.resources[endpoint] }) else {
            throw PluginFailure(
                code: "plugin.resource", message: "The plugin has no endpoint \"\(endpoint)\", or was not configured.")
        }
        return resource
    }

    private func node(_ request: NodeRequest) throws(PluginFailure) -> any NodePlugin {
        guard
            let node = definition.nodes.first(where: {
                $0.definition.id == request.node && $0.definition.version == request.version
            })
        else {
            throw PluginFailure(
                code: "plugin.node", message: "The plugin has no node \"\(request.node)\" \(request.version).")
        }
        return node
    }

    private func provider(_ id: String) throws(PluginFailure) -> any ProviderPlugin {
        guard let provider = state.withLock({ $0.providers[id] }) else {
            throw PluginFailure(
                code: "plugin.provider", message: "The plugin has no provider \"\(id)\", or was not configured.")
        }
        return provider
    }

    private func answer(
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

    private func unknown(_ method: String) -> PluginFailure {
        PluginFailure(code: "plugin.method", message: "The plugin does not support the method \"\(method)\".")
    }
}

extension PluginFailure {
    /// A failure as it is; the SDK's own errors by what they mean; anything else by its description.
    init(wrapping error: any Error) {
        switch error {
        case let failure as PluginFailure: self = failure
        case let mismatch as JSONMismatch:
            self.init(code: "plugin.request", message: "The request is malformed: \(mismatch)")
        case is CancellationError: self.init(code: "plugin.cancelled", message: "The call was cancelled.")
        default: self.init(code: "plugin.failure", message: "\(error)")
        }
    }
}
