import Synchronization

/// Answers the host's calls: finds who answers, runs it in a task of its own and sends what comes of it.
final class PluginRuntime: Sendable {
    private let definition: PluginDefinition
    private let host: HostPort
    private let calls = Mutex<[UInt64: Task<Void, Never>]>([:])
    /// How long the server waits for the plugin to stop, as it says before.
    private let stopTime = Mutex<Duration?>(nil)

    init(definition: PluginDefinition, host: HostPort) {
        self.definition = definition
        self.host = host
    }

    /// What the plugin says about itself; encoded anew each time.
    var manifest: JSONValue {
        get throws {
            var members = try JSONValue(encoding: definition.manifest).object ?? [:]
            for part in definition.parts {
                for member in try part.contributions.members { members[member.key] = member.value }
            }
            return .object(members)
        }
    }

    func invoke(_ call: UInt64, request: JSONText, reply: ReplyPort) {
        // The task is made under the lock, so that it cannot remove itself before it is there.
        calls.withLock { calls in
            calls[call] = Task {
                do {
                    let answer = try await CallTrace.$current.withValue(request.read { CallTrace($0) }) {
                        try await self.answer(request, CallContext(event: reply.event))
                    }
                    reply.result(answer)
                } catch {
                    reply.error(PluginFailure(wrapping: error))
                }
                self.calls.withLock { _ = $0.removeValue(forKey: call) }
            }
        }
    }

    func cancel(_ call: UInt64) {
        calls.withLock { $0[call] }?.cancel()
    }

    func shutdown() async {
        let calls = calls.withLock { Array($0.values) }
        for call in calls { call.cancel() }
        let time = stopTime.withLock { $0 }
        await withTaskGroup { group in
            for part in definition.parts { group.addTask { await part.shutdown(within: time) } }
            for call in calls { group.addTask { await call.value } }
        }
        for part in definition.parts { await part.close() }
    }

    private func answer(_ message: JSONText, _ context: CallContext) async throws -> [UInt8] {
        let method = try message.read { view throws(JSONMismatch) in try JSONMembers(view).string("method") }
        for part in definition.parts {
            if let answer = try await part.respond(to: method, message, context: context) { return answer }
        }
        return try await answer(method, try message.params()).bytes
    }

    private func answer(_ method: String, _ params: JSONValue) async throws -> JSONValue {
        switch method {
        case "plugin.configure":
            let configuration = try params.decode(PluginConfigureRequest.self)
            for part in definition.parts { try part.configure(configuration, host: host) }
            return nil
        case "plugin.start":
            for part in definition.parts { try await part.start() }
            return nil
        case "plugin.stop":
            let request = try params.decode(StopRequest.self)
            stopTime.withLock { $0 = .seconds(max(0, request.seconds)) }
            return nil
        case "node.validate":
            let request = try params.decode(NodeRequest.self)
            return try await JSONValue(encoding: node(request).validate(request.config))
        case "node.options":
            let request = try params.decode(NodeRequest.self)
            return try await JSONValue(
                encoding: node(request).options(of: request.field ?? "", config: request.config))
        default:
            throw PluginFailure(
                code: "plugin.method", message: "The plugin does not support the method \"\(method)\".")
        }
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

    private struct StopRequest: Decodable {
        let seconds: Double
    }
}

extension JSONText {
    /// The parameters that a request of the host passes with its method.
    package func params() throws(JSONMismatch) -> JSONValue {
        try read { view throws(JSONMismatch) in try JSONMembers(view).value("params").value }
    }
}
