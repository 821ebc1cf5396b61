import JSON
import PluginMessages

/// What a deploy is going to make, checked before anything is made.
struct DeploymentPlan: Sendable {
    let deployment: DeploymentRecord
    /// Things worth telling that are no errors.
    let notes: [String]

    init(_ request: DeployRequest) throws(PluginFailure) {
        let artifact = request.artifact
        guard artifact.kind == .workflow, let className = artifact.className else {
            throw PluginFailure(
                code: "local.script.unsupported",
                message: "Functions are not served on this machine yet; deploy \(request.workflowName) to Cloudflare.")
        }
        guard !request.deploymentId.isEmpty, request.deploymentId.utf8.allSatisfy(Self.isFileNamePart) else {
            throw PluginFailure(
                code: "local.request", message: "\"\(request.deploymentId)\" is no deployment id.")
        }
        try Self.check(artifact, request.environment)
        let service = ServiceName.make(workflowName: request.workflowName, workflowId: request.workflowId)
        deployment = DeploymentRecord(
            id: request.deploymentId, service: service, className: className,
            environment: Self.environment(request.environment), workflows: Self.workflows(artifact, service: service),
            usesNodeModules: artifact.source.contains("node:"), lineMap: LineMap(artifact.lineMap))
        switch artifact.trigger {
        case .cron(let expression):
            notes = ["The schedule \(expression) does not start runs on this machine yet: trigger them."]
        default: notes = []
        }
    }

    private static func check(_ artifact: Artifact, _ environment: [EnvironmentVariable]) throws(PluginFailure) {
        for binding in artifact.bindings { try check(binding) }
        if !artifact.dependencies.isEmpty {
            let names = artifact.dependencies.map(\.name).joined(separator: ", ")
            throw PluginFailure(
                code: "local.dependency.unsupported",
                message: "Packages of npm are not available on this machine yet: \(names).")
        }
        let present = Set(environment.map(\.name))
        let missing = artifact.requiredEnvironment.filter { !present.contains($0) }
        if !missing.isEmpty {
            throw PluginFailure(
                code: "local.environment.missing",
                message: "The environment lacks \(missing.joined(separator: ", ")).",
                details: .array(missing.map(JSONValue.string)))
        }
    }

    /// Types as the generated Workers name them.
    private static func check(_ binding: Binding) throws(PluginFailure) {
        let reason: String
        switch binding.type {
        case "workflow", "variable": return
        case "ai", "vectorize", "hyperdrive", "browser":
            reason = "it needs Cloudflare: deploy the workflow there"
        default: reason = "this machine does not offer it yet: deploy the workflow to Cloudflare"
        }
        throw PluginFailure(
            code: "local.binding.unsupported",
            message: "The binding \(binding.name) (\(binding.type)) does not work here; \(reason).")
    }

    /// `*_BINDING_ID` name resources; they are no variables.
    private static func environment(_ variables: [EnvironmentVariable]) -> [String: String] {
        Dictionary(variables.lazy.filter { !$0.name.hasSuffix("_BINDING_ID") }.map { ($0.name, $0.value) }) { $1 }
    }

    /// A workflow binding without a service is the workflow itself.
    private static func workflows(_ artifact: Artifact, service: String) -> [String: String] {
        let bindings = artifact.bindings.filter { $0.type == "workflow" }
        return Dictionary(bindings.map { ($0.name, $0.settings["service"]?.string ?? service) }) { $1 }
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
