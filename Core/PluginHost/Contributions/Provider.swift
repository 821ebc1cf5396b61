import JSON
import PluginMessages

/// A provider of a loaded plugin, as the core calls it.
package struct Provider: Sendable {
    package let definition: ProviderDefinition
    private let connection: any PluginConnection

    package init(definition: ProviderDefinition, connection: any PluginConnection) {
        self.definition = definition
        self.connection = connection
    }

    /// Whether a version that was compiled for `target` can be deployed here.
    package func accepts(target: String) -> Bool {
        target == definition.id || definition.accepts.contains(target)
    }

    /// Turns a program into this provider's code.
    package func emit(_ program: Program) async throws(PluginFailure) -> EmitResult {
        try check(.emit)
        let result = try await connection.exchange(
            "provider.emit", envelope(program), deadline: .seconds(60)
        ) { _, _ in }
        let text: JSONText
        do { text = try JSONText(parsing: result) } catch { throw PluginReply.malformed(error) }
        do { return try EmitResult(json: text) } catch { throw malformed("emit", error) }
    }

    package func verify(_ request: VerifyRequest) async throws(PluginFailure) -> Verification {
        try await exchange("verify", request, .seconds(30), needs: .verify)
    }

    /// - Parameter progress: Receives the provider's stages, in order.
    package func deploy(
        _ request: DeployRequest, progress: @escaping @Sendable (DeployProgress) -> Void
    ) async throws(PluginFailure) -> DeployResult {
        let result = try await call("deploy", request.json, .seconds(600), needs: .deploy) { name, payload in
            guard name == "progress", let stage = try? payload.decode(DeployProgress.self) else { return }
            progress(stage)
        }
        return try decode(result, of: "deploy")
    }

    package func preview(_ request: DeployRequest) async throws(PluginFailure) -> DeployPreview {
        try decode(try await call("preview", request.json, .seconds(60), needs: .preview), of: "preview")
    }

    /// Whether it can end deploys that a stopped server left behind.
    package var canRecover: Bool { definition.capabilities.contains(.recover) }

    package func recover(_ request: RecoverRequest) async throws(PluginFailure) -> Recovery {
        try await exchange("recover", request, .seconds(120), needs: .recover)
    }

    package func takedown(_ deployment: DeploymentHandle) async throws(PluginFailure) {
        let _: JSONValue = try await exchange("takedown", deployment, .seconds(120), needs: .takedown)
    }

    package func trigger(_ request: TriggerRequest) async throws(PluginFailure) -> RunState {
        try await exchange("trigger", request, .seconds(30), needs: .trigger)
    }

    package func run(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        try await exchange("run", request, .seconds(30), needs: .run)
    }

    /// - Parameter request: With an action.
    package func control(_ request: InstanceRequest) async throws(PluginFailure) -> RunState {
        let needed: ProviderCapability =
            switch request.action {
            case .pause: .pause
            case .resume: .resume
            case .terminate: .terminate
            case .restart: .restart
            case nil: .run
            }
        return try await exchange("control", request, .seconds(30), needs: needed)
    }

    package func sendEvent(_ request: EventRequest) async throws(PluginFailure) {
        let _: JSONValue = try await exchange("sendEvent", request, .seconds(30), needs: .sendEvent)
    }

    package func steps(_ request: InstanceRequest) async throws(PluginFailure) -> [RunStep] {
        try await exchange("steps", request, .seconds(30), needs: .steps)
    }

    package func logs(_ request: InstanceRequest) async throws(PluginFailure) -> [RunLogLine] {
        try await exchange("logs", request, .seconds(30), needs: .logs)
    }

    private func exchange<Answer: Decodable>(
        _ operation: String, _ request: some Encodable, _ deadline: Duration, needs capability: ProviderCapability
    ) async throws(PluginFailure) -> Answer {
        let params: JSONValue
        do { params = try JSONValue(encoding: request) } catch { throw malformed(operation, error) }
        return try decode(try await call(operation, params, deadline, needs: capability), of: operation)
    }

    private func call(
        _ operation: String, _ params: JSONValue, _ deadline: Duration, needs capability: ProviderCapability,
        event: @escaping @Sendable (String, JSONValue) -> Void = { _, _ in }
    ) async throws(PluginFailure) -> JSONValue {
        try check(capability)
        let envelope: JSONValue = ["provider": .string(definition.id), "request": params]
        return try await connection.call("provider.\(operation)", envelope, deadline: deadline, event: event)
    }

    /// The parameters of a call that sends a whole message.
    private func envelope(_ request: some JSONMessage) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("provider", definition.id)
            writer.member("request", request)
        }
        return writer.bytes
    }

    private func check(_ capability: ProviderCapability) throws(PluginFailure) {
        guard definition.capabilities.contains(capability) else {
            throw PluginFailure(
                code: "provider.unsupported",
                message: "The provider \"\(definition.id)\" does not support \"\(capability.rawValue)\".")
        }
    }

    private func decode<Answer: Decodable>(
        _ result: JSONValue, of operation: String
    ) throws(PluginFailure) -> Answer {
        do { return try result.decode() } catch { throw malformed(operation, error) }
    }

    private func malformed(_ operation: String, _ error: any Error) -> PluginFailure {
        PluginFailure(
            code: "plugin.message",
            message: "The provider \"\(definition.id)\" returned an invalid response to \"\(operation)\": \(error)")
    }
}
