import Foundation
import JSON
import PluginMessages

/// What the runtime has of a target: a version of a Worker, for a workflow with a version of that.
struct RuntimeDeployment: Sendable {
    let account: String
    /// The workflow's id or the Worker's tag.
    let owner: String
    let ownerVersion: String
    /// The version of the Worker.
    let script: String
    /// The runtime's name for the target.
    let service: String
    /// Of a workflow.
    let className: String?
    let consumers: [(queue: String, consumer: Queue.Consumer)]

    var id: String { [account, owner, ownerVersion, script].joined(separator: "_") }

    /// The parts of an id that the runtime tells.
    static func parts(of id: String) -> (account: String, owner: String, ownerVersion: String)? {
        let parts = id.split(separator: "_").map(String.init)
        return parts.count == 4 ? (parts[0], parts[1], parts[2]) : nil
    }

    static func handle(_ reference: JSONValue, account: String) -> DeploymentHandle {
        DeploymentHandle(reference: reference, credentials: Credentials(connectionId: account, values: [:]))
    }

    /// - Parameter folder: Of the version's modules.
    func request(_ version: ScriptVersion, in account: Account, folder: URL) throws -> DeployRequest {
        guard version.modules.count == 1 else {
            throw APIError.invalid("The emulator runs Workers of one module: bundle this one", code: 10021)
        }
        let source = try String(contentsOf: folder.appending(path: version.mainModule), encoding: .utf8)
        let texts = version.bindings.filter { ["plain_text", "secret_text"].contains($0.bindingType) }
        return DeployRequest(
            deploymentId: id, workflowId: "", versionId: version.id, workflowName: service,
            artifact: Artifact(
                target: "cloudflare", kind: className == nil ? .script : .workflow, fileName: version.mainModule,
                className: className, source: source, lineMap: [],
                bindings: try version.bindings.compactMap { try Self.binding($0, in: account) }
                    + consumers.map(Self.binding),
                requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: []),
            environment: texts.map { binding in
                EnvironmentVariable(
                    name: binding.bindingName, value: binding["text"]?.string ?? "",
                    isSecret: binding.isSecretBinding)
            },
            credentials: Credentials(connectionId: self.account, values: [:]))
    }

    private static func binding(_ queue: String, _ consumer: Queue.Consumer) -> Binding {
        let settings = consumer.settings
        return Binding(
            type: "queue_consumer", name: queue,
            settings: JSONObject(
                present: ("queue", .string(queue)), ("maxBatchSize", settings["batch_size"]?.double.map(whole)),
                ("maxBatchTimeout", settings["max_wait_time_ms"]?.double.map { whole($0 / 1000) }),
                ("maxRetries", settings["max_retries"]?.double.map(whole)),
                ("maxConcurrency", settings["max_concurrency"]?.double.map(whole)),
                ("deadLetterQueue", consumer.deadLetterQueue.map(JSONValue.string))))
    }

    private static func whole(_ value: Double) -> JSONValue { .int(Int(value)) }

    /// A binding as the runtime has it; `nil` for texts.
    private static func binding(_ binding: JSONObject, in account: Account) throws -> Binding? {
        let resource: String
        switch binding.bindingType {
        case "plain_text", "secret_text", "secret_key": return nil
        case "workflow":
            let name = binding["workflow_name"]?.string ?? ""
            return Binding(
                type: "workflow", name: binding.bindingName,
                settings: ["service": .string(account.workflows[name]?.service ?? name)])
        // The runtime calls default exports, and passes nothing to them.
        case "service" where binding["entrypoint"] == nil && binding["props"] == nil:
            let name = binding["service"]?.string ?? ""
            return Binding(
                type: "service", name: binding.bindingName,
                settings: ["service": .string(account.scripts[name]?.service ?? name)])
        case "kv_namespace": resource = binding["namespace_id"]?.string ?? ""
        case "d1": resource = binding["id"]?.string ?? binding["database_id"]?.string ?? ""
        case "r2_bucket": resource = binding["bucket_name"]?.string ?? ""
        case "queue": resource = binding["queue_name"]?.string ?? ""
        case "analytics_engine": resource = binding["dataset"]?.string ?? ""
        // The runtime has none of these: a service that is not there is refused where it is used, and only there.
        case "ai", "browser", "hyperdrive", "vectorize", "ratelimit", "send_email", "images", "secrets_store_secret",
            "durable_object_namespace", "assets", "service":
            return Binding(
                type: "service", name: binding.bindingName, settings: ["service": .string(binding.bindingType)])
        default: resource = ""
        }
        return Binding(
            type: binding.bindingType, name: binding.bindingName, settings: ["resource": .string(resource)])
    }
}
