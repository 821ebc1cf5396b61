/// What can be exceeded, as the metric `limited` names it, with the setting that errors name.
enum RuntimeLimit: String, Sendable, CaseIterable {
    // Of a run.
    case steps = "run.steps"
    case state = "run.state"
    case inactivity = "run.replay"
    case events = "run.events"
    case log = "run.log"
    case value = "run.value"
    case nesting = "run.nesting"
    // Of a deployment.
    case queuedRuns = "runs.queued"
    case disk = "disk"
    case bindingMemory = "binding.memory"
    case totalBindingMemory = "binding.totalMemory"
    case processes = "processes"
    case deploymentProcesses = "processes.deployment"
    case deploymentMemory = "deployment.memory"
    case memory = "process.memory"
    case cpu = "process.cpu"
    case concurrentRequests = "process.requests"
    // Of resources.
    case database = "d1.size"
    case namespace = "kv.size"
    case dataset = "dataset.size"
    case bucket = "r2.size"
    case queue = "queue.size"
    case resourceContent = "resource.content"
    case statementTime = "d1.time"
    case statementValue = "d1.value"
    case statementResult = "d1.result"
    case statementBatch = "d1.batch"
    // Of requests to functions.
    case requestRate = "functions.rate"
    case requestHeaders = "functions.headers"
    case requestBody = "functions.body"
    case responseTime = "functions.time"
    case connections = "functions.connections"
    case clientConnections = "functions.clientConnections"
    case slowHead = "functions.slowHead"
    case slowBody = "functions.slowBody"
    case unreadResponse = "functions.unreadResponse"
    // Of requests of programs.
    case egressIdle = "egress.idle"
    case egressArrivals = "egress.arrivals"

    /// Both kinds of processes count as one.
    var metric: String { self == .deploymentProcesses ? RuntimeLimit.processes.rawValue : rawValue }

    /// `nil` for what Cloudflare fixes, too ("Limits" of its documentation).
    var setting: LocalSetting? {
        switch self {
        case .steps: .steps
        case .state: .state
        case .inactivity: .inactivityTimeout
        case .events: .events
        case .log: .logLines
        case .queuedRuns: .queued
        case .disk: .disk
        case .bindingMemory, .resourceContent: .bindingMemory
        case .totalBindingMemory: .totalBindingMemory
        case .processes: .processes
        case .deploymentProcesses: .deploymentProcesses
        case .deploymentMemory: .deploymentMemory
        case .memory: .memory
        case .cpu: .cpu
        case .concurrentRequests: .concurrentRequests
        case .database, .namespace, .dataset: .database
        case .bucket: .bucket
        case .queue: .queue
        case .statementTime: .d1Time
        case .requestRate: .requests
        case .requestHeaders: .headers
        case .requestBody: .body
        case .responseTime: .responseTime
        case .connections: .httpConnections
        case .clientConnections: .clientConnections
        case .slowHead, .slowBody, .unreadResponse: .requestTime
        case .egressIdle: .connectionIdleTime
        case .egressArrivals: .connectTimeout
        case .value, .nesting, .statementValue, .statementResult, .statementBatch: nil
        }
    }

    /// As an error refers to the setting; empty where there is none.
    var named: String { setting?.named ?? "" }
}
