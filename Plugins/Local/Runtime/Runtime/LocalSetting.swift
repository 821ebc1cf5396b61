/// The plugin's settings by name. The table of their definitions, what is read of them and the errors that name them use these.
package enum LocalSetting: String, Sendable, CaseIterable {
    case allowPrivate = "ALLOW_PRIVATE"
    case bindingMemory = "BINDING_MEMORY"
    case body = "BODY"
    case bucket = "BUCKET"
    case children = "CHILDREN"
    case clientConnections = "CLIENT_CONNECTIONS"
    case concurrentRequests = "CONCURRENT_REQUESTS"
    case confine = "CONFINE"
    case connections = "CONNECTIONS"
    case connectionIdleTime = "CONNECTION_IDLE_TIME"
    case connectTimeout = "CONNECT_TIMEOUT"
    case cpu = "CPU"
    case d1Time = "D1_TIME"
    case database = "DATABASE"
    case deno = "DENO"
    case deploymentMemory = "DEPLOYMENT_MEMORY"
    case deploymentProcesses = "DEPLOYMENT_PROCESSES"
    case disk = "DISK"
    case esbuild = "ESBUILD"
    case events = "EVENTS"
    case headers = "HEADERS"
    case host = "HOST"
    case httpConnections = "HTTP_CONNECTIONS"
    case idleTime = "IDLE_TIME"
    case inactivityTimeout = "INACTIVITY_TIMEOUT"
    case logLines = "LOG_LINES"
    case logSize = "LOG_SIZE"
    case memory = "MEMORY"
    case port = "PORT"
    case prints = "PRINTS"
    case processes = "PROCESSES"
    case proxies = "PROXIES"
    case queue = "QUEUE"
    case queued = "QUEUED"
    case requests = "REQUESTS"
    case requestTime = "REQUEST_TIME"
    case responseTime = "RESPONSE_TIME"
    case retention = "RETENTION"
    case slots = "SLOTS"
    case state = "STATE"
    case steps = "STEPS"
    case stop = "STOP"
    case totalBindingMemory = "TOTAL_BINDING_MEMORY"
    case url = "URL"

    /// The environment variable.
    var variable: String { "MILLRACE_LOCAL_\(rawValue)" }

    /// As an error refers to it.
    var named: String { "(the operator's setting \(variable))" }
}

extension [String: String] {
    subscript(setting: LocalSetting) -> String? { self[setting.rawValue] }
}
