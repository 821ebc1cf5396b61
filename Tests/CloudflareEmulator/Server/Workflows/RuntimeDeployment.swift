import Foundation
import JSON
import PluginMessages

/// What the runtime has of a workflow: a version of it with a version of its Worker.
struct RuntimeDeployment: Sendable {
    static let credentials = Credentials(connectionId: "emulator", values: [:])

    let account: String
    let workflow: String
    let version: String
    let script: String

    init(account: String, workflow: String, version: String, script: String) {
        self.account = account
        self.workflow = workflow
        self.version = version
        self.script = script
    }

    init?(id: String) {
        let parts = id.split(separator: "_").map(String.init)
        guard parts.count == 4 else { return nil }
        self.init(account: parts[0], workflow: parts[1], version: parts[2], script: parts[3])
    }

    var id: String { [account, workflow, version, script].joined(separator: "_") }

    /// - Parameter services: The names that the runtime keeps workflows under, by their own names.
    func request(
        _ workflow: Workflow, _ version: ScriptVersion, services: [String: String], folder: URL
    ) throws -> DeployRequest {
        guard version.modules.count == 1 else {
            throw APIError.invalid("The emulator runs Workers of one module; bundle \(workflow.script)", code: 10021)
        }
        let source = try String(contentsOf: folder.appending(path: version.mainModule), encoding: .utf8)
        var environment: [EnvironmentVariable] = []
        var bindings: [Binding] = []
        for binding in version.bindings {
            switch binding.bindingType {
            case "plain_text", "secret_text":
                environment.append(
                    EnvironmentVariable(
                        name: binding.bindingName, value: binding["text"]?.string ?? "",
                        isSecret: binding.isSecretBinding))
            case "workflow":
                let name = binding["workflow_name"]?.string ?? ""
                bindings.append(
                    Binding(
                        type: "workflow", name: binding.bindingName,
                        settings: ["service": .string(services[name] ?? name)]))
            default:
                bindings.append(Binding(type: binding.bindingType, name: binding.bindingName, settings: binding))
            }
        }
        return DeployRequest(
            deploymentId: id, workflowId: "", versionId: version.id, workflowName: workflow.service,
            artifact: Artifact(
                target: "cloudflare", kind: .workflow, fileName: version.mainModule,
                className: workflow.version.className, source: source, lineMap: [], bindings: bindings,
                requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: []),
            environment: environment, credentials: Self.credentials)
    }
}
