/// One change of an account.
enum DeployStep: Sendable, Hashable {
    case registerSubdomain(String)
    case putScript
    /// A version that serves a part of the requests, beside another.
    case putVersion(percentage: Int, besides: String)
    case serve(ScriptTraffic)
    case deleteScript
    case setSettings(ScriptSettings)
    case putWorkflow(WorkflowRegistration)
    case deleteWorkflow
    case setSubdomain(ScriptSubdomain)
    case setSchedules([String])
    case createRoute(pattern: String, zone: String)
    case deleteRoute(WorkerRoute)
    case putDomain(hostname: String, zoneName: String?)
    /// All host names of the Worker, with the DNS records that they have.
    case replaceRecords([DeployConfiguration.Domain])
    case deleteDomain(WorkerDomain)
    case createConsumer(queue: String, ConsumerSettings)
    case updateConsumer(id: String, queue: String, ConsumerSettings)
    case deleteConsumer(ServiceConsumer)

    /// For people, in a preview.
    var summary: String {
        switch self {
        case .registerSubdomain(let name): "register the account's subdomain \(name).workers.dev"
        case .putScript: "upload the Worker"
        case .putVersion(let percentage, let other):
            "upload a version of the Worker for \(percentage) % of the requests, beside version \(other)"
        case .serve(let traffic): traffic.isSplit ? "serve \(traffic.summary)" : "serve version \(traffic.main) again"
        case .deleteScript: "delete the Worker"
        case .setSettings: "set logging and tags"
        case .putWorkflow(let workflow): "register the workflow \(workflow.className)"
        case .deleteWorkflow: "delete the workflow"
        case .setSubdomain(let subdomain):
            "turn workers.dev \(subdomain.isEnabled ? "on" : "off") and previews \(subdomain.hasPreviews ? "on" : "off")"
        case .setSchedules(let expressions):
            expressions.isEmpty ? "remove all schedules" : "schedule \(expressions.joined(separator: ", "))"
        case .createRoute(let pattern, _): "route \(pattern)"
        case .deleteRoute(let route): "remove the route \(route.pattern)"
        case .putDomain(let hostname, _): "attach \(hostname)"
        case .replaceRecords(let domains):
            "attach \(domains.map(\.hostname).joined(separator: ", ")) and replace their DNS records"
        case .deleteDomain(let domain): "detach \(domain.hostname)"
        case .createConsumer(let queue, _): "consume the queue \(queue)"
        case .updateConsumer(_, let queue, _): "change how the queue \(queue) is consumed"
        case .deleteConsumer(let consumer): "stop consuming the queue \(consumer.queue)"
        }
    }
}
