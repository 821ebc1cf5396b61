import JSON
import PluginMessages
import Storage
import Values

/// The workflows and functions that an artifact's nodes call, as the services that are deployed with a connection.
///
/// A node names one by its workflow's id or by its service. What calls itself, directly or by its own id, is bound to
/// itself: it need not be deployed before. What the caller may not see is unknown to it here too, by id and by service.
struct BoundServices {
    private let database: any SQLConnection
    private let caller: Caller
    private let workflow: WorkflowRecord
    private let connection: ConnectionID
    private let calls: ServiceCalls

    /// - Parameter ir: The version's document.
    init(
        _ caller: Caller, workflow: WorkflowRecord, connection: ConnectionID, ir: String,
        in database: any SQLConnection
    ) {
        self.database = database
        self.caller = caller
        self.workflow = workflow
        self.connection = connection
        calls = ServiceCalls(ir: ir)
    }

    private enum Target {
        case own
        case deployed(String, WorkflowRecord)
        case missing(WorkflowRecord)
        /// An id that no workflow has, or a workflow out of the caller's reach.
        case unknown
        /// Not made here: only the provider can say whether it exists.
        case foreign
    }

    /// - Returns: The artifact, its bindings with names of services.
    /// - Throws: ``PlatformError/servicesNotDeployed(_:)`` with all of them.
    func resolve(_ artifact: Artifact) throws -> Artifact {
        var problems: [Diagnostic] = []
        let bindings = try artifact.bindings.map { binding in
            guard let service = binding.settings["service"]?.string else { return binding }
            switch try target(of: service) {
            case .own:
                if let problem = try calls.wrongKind(service, workflow, for: binding) { problems.append(problem) }
                return artifact.ownBinding(binding)
            case .deployed(let name, let other):
                if let problem = try calls.wrongKind(service, other, for: binding) { problems.append(problem) }
                return binding.setting("service", to: name)
            case .missing(let other):
                let problem = try calls.wrongKind(service, other, for: binding)
                problems.append(try problem ?? calls.notDeployed(service, other))
            case .unknown: problems.append(try calls.unknown(service, known: names))
            case .foreign: break
            }
            return binding
        }
        guard problems.isEmpty else { throw PlatformError.servicesNotDeployed(problems) }
        return artifact.with(bindings: bindings)
    }

    /// A provider's failure over a service that it does not have, as a problem of the node that calls it.
    /// - Returns: `nil` for another failure.
    func problem(of failure: PluginFailure) throws -> PlatformError? {
        guard failure.fault == .notFound, let service = failure.details?["service"]?.string else { return nil }
        return .servicesNotDeployed([try calls.unknown(service, known: names)])
    }

    private func target(of service: String) throws -> Target {
        if service == workflow.id.text { return .own }
        let deployments = Table(DeploymentRecord.self, in: database)
        let workflows = Table(WorkflowRecord.self, in: database)
        if let other = try workflows.find(WorkflowID(service), in: workflow.organization) {
            guard caller.reaches(other.project) else { return .unknown }
            let name = try deployments.active(of: other.id, on: connection)?.serviceName
            return name.map { .deployed($0, other) } ?? .missing(other)
        }
        // Every workflow's id is one, and no service is called so.
        if TextFormat.isUUID(service) { return .unknown }
        let known = try deployments.all(as: service, in: workflow.organization)
        guard let last = known.first, let other = try workflows.find(last.workflow, in: workflow.organization) else {
            return .foreign
        }
        guard caller.reaches(other.project) else { return .unknown }
        let isActive = known.contains { $0.status == Deployment.Status.active.rawValue }
        if isActive || other.id == workflow.id { return .deployed(service, other) }
        return .missing(other)
    }

    /// What nodes may name: services that are deployed with the connection, by the ids of their workflows too.
    private func names() throws -> [String] {
        let workflows = Table(WorkflowRecord.self, in: database)
        return try Table(DeploymentRecord.self, in: database).inUse(on: connection).flatMap { deployment -> [String] in
            let other = try workflows.find(deployment.workflow, in: workflow.organization)
            guard let other, caller.reaches(other.project) else { return [] }
            return [deployment.serviceName, deployment.workflow.text].compactMap(\.self)
        }
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
