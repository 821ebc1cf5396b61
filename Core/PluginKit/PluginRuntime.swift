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
        let (providers, calls) = state.withLock { (Array($0.providers.values), Array($0.calls.values)) }
        for call in calls { call.cancel() }
        await withTaskGroup { group in
            for provider in providers { group.addTask { await provider.shutdown() } }
            for call in calls { group.addTask { await call.value } }
        }
    }

    private func answer(_ message: JSONText, _ context: CallContext) async throws -> [UInt8] {
        switch try message.read({ view throws(JSONMismatch) in try JSONMembers(view).string("method") }) {
        // The two messages that can be large are read and written without a value in memory.
        case "provider.emit":
            let (id, program) = try providerRequest(Program.self, in: message)
            return try await provider(id).emit(program, context: context).jsonBytes
        case "provider.deploy":
            let (id, request) = try providerRequest(DeployRequest.self, in: message)
            return try await JSONValue(encoding: provider(id).deploy(request, context: context)).bytes
        case let method:
            let params = try message.read { view throws(JSONMismatch) in try JSONMembers(view).value("params").value }
            return try await answer(Request(method: method, params: params), context).bytes
        }
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
        default:
            guard request.method.hasPrefix("provider.") else { throw unknown(request.method) }
            let operation = try request.params.decode(ProviderRequest.self)
            return try await answer(
                request.method, operation.request, from: provider(operation.provider), context)
        }
    }

    private func providerRequest<Message: JSONMessage>(
        _ type: Message.Type, in message: JSONText
    ) throws(JSONMismatch) -> (provider: String, Message) {
        try message.read { view throws(JSONMismatch) in
            let params = try JSONMembers(JSONMembers(view).value("params"))
            return (try params.string("provider"), try Message(json: params.value("request")))
        }
    }

    private struct Request {
        let method: String
        let params: JSONValue
    }

    private struct ProviderRequest: Decodable {
        let provider: String
        let request: JSONValue
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
        _ method: String, _ request: JSONValue, from provider: any ProviderPlugin, _ context: CallContext
    ) async throws -> JSONValue {
        switch method {
        case "provider.verify": try await JSONValue(encoding: provider.verify(request.decode(), context: context))
        case "provider.preview":
            try await JSONValue(encoding: provider.preview(DeployRequest(json: request), context: context))
        case "provider.recover": try await JSONValue(encoding: provider.recover(request.decode(), context: context))
        case "provider.takedown":
            try await {
                try await provider.takedown(request.decode(), context: context)
                return nil
            }()
        case "provider.trigger": try await JSONValue(encoding: provider.trigger(request.decode(), context: context))
        case "provider.run": try await JSONValue(encoding: provider.run(request.decode(), context: context))
        case "provider.control": try await JSONValue(encoding: provider.control(request.decode(), context: context))
        case "provider.sendEvent":
            try await {
                try await provider.sendEvent(request.decode(), context: context)
                return nil
            }()
        case "provider.steps": try await JSONValue(encoding: provider.steps(of: request.decode(), context: context))
        case "provider.logs": try await JSONValue(encoding: provider.logs(of: request.decode(), context: context))
        default: throw unknown(method)
        }
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
