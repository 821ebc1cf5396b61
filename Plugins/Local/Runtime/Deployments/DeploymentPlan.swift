import JSON
import PluginMessages
import Values
import WorkerBackend

/// What a deploy is going to make, checked before anything is made.
package struct DeploymentPlan: Sendable {
    let deployment: LocalDeployment

    /// Members of `env` other than services and resources.
    private static let plain = ["variable", "queue_consumer"]

    /// The types of the bindings that this machine has.
    package static let bindings = plain + DeployedBinding.Kind.allCases.filter { $0 != .tokens }.map(\.rawValue)

    /// The member of `env` that mints tokens.
    private static let tokens = "MILLRACE_TOKENS"

    private static let keepSecrets = ConfigField(
        "keepSecrets", .boolean, label: "Keep secrets",
        description: "Secrets that change reach the deployment and its runs with the next deploy only.", default: false)

    /// What a deployment can be configured with.
    package static let configSchema = [keepSecrets]

    /// - Parameters:
    ///   - service: The name that it is deployed under.
    ///   - lines: The nodes that lines of the bundle belong to.
    init(
        _ request: DeployRequest, as service: String, bundle: String?, lines: [LineMapping]? = nil
    ) throws(PluginFailure) {
        let artifact = request.artifact
        guard !request.deploymentId.isEmpty, request.deploymentId.utf8.allSatisfy(Self.isFileNamePart) else {
            throw PluginFailure(
                .request, message: "\"\(request.deploymentId)\" is not a valid deployment id.")
        }
        if let unsupported = artifact.bindings.first(where: { !Self.bindings.contains($0.type) }) {
            throw Self.unsupported(unsupported)
        }
        if let module = PlatformModules.unsupported(in: artifact.source) { throw module }
        if let name = artifact.javaScript.flatMap(PlatformModules.unsupportedName) { throw name }
        try Self.check(artifact, isBundled: bundle != nil, request.environment)
        for binding in artifact.bindings { try LocalBindingSettings(binding, request.config).check() }
        let source = bundle ?? artifact.source
        deployment = LocalDeployment(
            id: request.deploymentId, service: service, account: request.credentials.connectionId,
            className: artifact.className, environment: Self.variables(request.environment),
            secrets: request.environment.filter { $0.isSecret && Self.isVariable($0) }.map(\.name),
            keepsSecrets: request.config[Self.keepSecrets.name]?.bool ?? false,
            bindings: try Self.bindings(artifact, request.environment, request.config, service: service),
            consumers: try Self.consumers(artifact), schedule: try Self.schedule(artifact),
            usesNodeModules: Self.usesNodeModules(source),
            usesSockets: Self.socketModules.contains { source.contains($0) },
            lineMap: LineMap(bundle == nil ? artifact.lineMap : lines ?? []), nodes: StepNodes(artifact))
    }

    private static func usesNodeModules(_ source: String) -> Bool {
        let others = source.replacing(ownModule, with: "")
        return nodeModuleMarks.contains { others.contains($0) }
    }

    /// Programs that have one of these need Node's modules; `DigestStream` rests on one.
    private static let nodeModuleMarks = ["node:", "DigestStream"]

    /// The runtime has it loaded.
    private static let ownModule = "node:async_hooks"

    /// Those of HTTP in each version begin with the same letters.
    private static let socketModules = ["node:net", "node:tls", "node:http", "node:dgram"]

    private static func check(
        _ artifact: Artifact, isBundled: Bool, _ environment: [EnvironmentVariable]
    ) throws(PluginFailure) {
        guard (artifact.kind == .workflow) == (artifact.className != nil) else {
            throw PluginFailure(.request, message: "A workflow must have a class; a function must not.")
        }
        if !artifact.dependencies.isEmpty, !isBundled {
            let names = artifact.dependencies.map(\.name).joined(separator: ", ")
            throw PluginFailure(
                .dependencyUnsupported,
                message: "These npm packages are not in the bundle: \(names).")
        }
        let present = Set(environment.map(\.name))
        let missing = artifact.requiredEnvironment.filter { !present.contains($0) }
        if !missing.isEmpty {
            throw PluginFailure(
                .environmentMissing,
                message: "The environment lacks \(missing.joined(separator: ", ")).",
                details: .array(missing.map(JSONValue.string)))
        }
    }

    private static func bindings(
        _ artifact: Artifact, _ environment: [EnvironmentVariable], _ config: JSONObject, service: String
    ) throws(PluginFailure) -> [String: DeployedBinding] {
        let values = Dictionary(environment.lazy.map { ($0.name, $0.value) }) { $1 }
        var bindings: [String: DeployedBinding] = [:]
        for binding in artifact.bindings where !plain.contains(binding.type) {
            guard let kind = DeployedBinding.Kind(rawValue: binding.type) else { throw unsupported(binding) }
            let resource =
                switch kind {
                // A workflow binding without a service is the workflow itself.
                case .workflow: binding.settings["service"]?.string ?? service
                case .analytics: binding.name.lowercased()
                case .tokens: throw unsupported(binding)
                case .service, .keyValue, .database, .bucket, .queue:
                    (binding.settings["resourceVariable"]?.string).flatMap { values[$0] }
                        ?? binding.settings["resource"]?.string ?? binding.settings["service"]?.string ?? ""
                }
            let delay = kind == .queue ? try LocalBindingSettings(binding, config).deliveryDelay : 0
            bindings[binding.name] = DeployedBinding(kind, resource, delay: delay)
        }
        if environment.contains(where: { $0.name.hasPrefix(CredentialUse.prefix) }) {
            bindings[tokens] = DeployedBinding(.tokens, "")
        }
        return bindings
    }

    private static func consumers(_ artifact: Artifact) throws(PluginFailure) -> [QueueConsumer] {
        do {
            return try artifact.bindings.filter { $0.type == "queue_consumer" }.map { binding throws(JSONMismatch) in
                try QueueConsumer(json: .object(binding.settings))
            }
        } catch { throw PluginFailure(.request, message: "A queue's settings are malformed: \(error)") }
    }

    private static func schedule(_ artifact: Artifact) throws(PluginFailure) -> String? {
        guard case .cron(let expression) = artifact.trigger else { return nil }
        do { return try CronExpression(expression).text } catch {
            throw PluginFailure(.schedule, message: "\(error).")
        }
    }

    private static func unsupported(_ binding: Binding) -> PluginFailure {
        PluginFailure(
            .bindingUnsupported,
            message: """
                The binding \(binding.name) (\(binding.type)) is not supported on this machine; it needs Cloudflare. Deploy \
                the workflow there, or remove the binding.
                """)
    }

    private static func variables(_ environment: [EnvironmentVariable]) -> [String: String] {
        Dictionary(environment.lazy.filter(isVariable).map { ($0.name, $0.value) }) { $1 }
    }

    /// `*_BINDING_ID` name resources, not variables.
    private static func isVariable(_ variable: EnvironmentVariable) -> Bool {
        !variable.name.hasSuffix("_BINDING_ID")
    }

    private static func isFileNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
