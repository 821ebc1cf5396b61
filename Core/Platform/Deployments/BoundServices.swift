import JSON
import PluginMessages
import Storage

/// The workflows and functions that an artifact's nodes call, as the services that are deployed with a connection.
///
/// A node names one by its workflow's id or by its service. What calls itself, directly or by its own id, is bound to
/// itself: it need not be deployed before.
struct BoundServices {
    private let database: any SQLConnection
    private let workflow: WorkflowRecord
    private let connection: ConnectionID
    /// The version's document.
    private let ir: String

    init(workflow: WorkflowRecord, connection: ConnectionID, ir: String, in database: any SQLConnection) {
        self.database = database
        self.workflow = workflow
        self.connection = connection
        self.ir = ir
    }

    private enum Target {
        case own
        case deployed(String)
        case missing(name: String, WorkflowID)
        /// Not made here: only the provider can say whether it exists.
        case foreign
    }

    /// - Returns: The artifact, its bindings with names of services.
    /// - Throws: ``PlatformError/servicesNotDeployed(_:)`` with all of them.
    func resolve(_ artifact: Artifact) throws -> Artifact {
        var missing: [Diagnostic] = []
        let bindings = try artifact.bindings.map { binding in
            guard let service = binding.settings["service"]?.string else { return binding }
            switch try target(of: service) {
            case .own: return artifact.ownBinding(binding)
            case .deployed(let name): return binding.setting("service", to: name)
            case .missing(let name, let id): missing.append(try problem(service, name, id))
            case .foreign: break
            }
            return binding
        }
        guard missing.isEmpty else { throw PlatformError.servicesNotDeployed(missing) }
        return artifact.with(bindings: bindings)
    }

    private func target(of service: String) throws -> Target {
        if service == workflow.id.text { return .own }
        let deployments = Table(DeploymentRecord.self, in: database)
        let workflows = Table(WorkflowRecord.self, in: database)
        if let other = try workflows.find(WorkflowID(service), in: workflow.organization) {
            let name = try deployments.active(of: other.id, on: connection)?.serviceName
            return name.map(Target.deployed) ?? .missing(name: other.name, other.id)
        }
        let known = try deployments.all(as: service, in: workflow.organization)
        guard let last = known.first, last.workflow != workflow.id,
            !known.contains(where: { $0.status == Deployment.Status.active.rawValue }),
            let other = try workflows.find(last.workflow, in: workflow.organization)
        else { return .foreign }
        return .missing(name: other.name, other.id)
    }

    private func problem(_ service: String, _ name: String, _ id: WorkflowID) throws -> Diagnostic {
        let nodes = try JSONValue(parsing: ir)["nodes"]?.array ?? []
        let fields = ["workflowId", "workerName"]
        var pointer = ""
        var node: String?
        for (index, value) in nodes.enumerated() {
            guard let field = fields.first(where: { value["data"]?[$0]?.string == service }) else { continue }
            pointer = "/nodes/\(index)/data/\(field)"
            node = value["id"]?.string
            break
        }
        let caller = node.map { "The node \"\($0)\"" } ?? "The workflow"
        return Diagnostic(
            code: "deploy.serviceNotDeployed",
            message: "\(caller) calls \"\(name)\", which is not deployed with this connection. "
                + "Deploy it first with POST /api/workflows/\(id)/deploy.", pointer: pointer, nodeId: node)
    }
}

extension Artifact {
    /// A binding without a service is the workflow's own, which has the class.
    fileprivate func ownBinding(_ binding: Binding) -> Binding {
        var settings = binding.settings
        settings["service"] = nil
        settings["className"] = className.map(JSONValue.string)
        return Binding(type: binding.type, name: binding.name, settings: settings)
    }
}

extension Binding {
    fileprivate func setting(_ key: String, to value: String) -> Binding {
        var settings = settings
        settings[key] = .string(value)
        return Binding(type: type, name: name, settings: settings)
    }
}
