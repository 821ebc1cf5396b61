import JSON
import PluginMessages

/// The stable code of each failure that the runtime reports. A new one says whose failure it is: whatever it interrupts
/// counts, or does not, by that.
package enum FailureCode: String, Sendable, CaseIterable {
    // What a request or a program asks for.
    case bindingArguments = "local.binding.arguments"
    case bindingMethod = "local.binding.method"
    case bindingUnknown = "local.binding.unknown"
    case bindingUnsupported = "local.binding.unsupported"
    case bodyFailed = "local.body.failed"
    case config = "local.config"
    case cursor = "local.cursor"
    case d1 = "local.d1"
    case dataset = "local.dataset"
    case dependencyUnsupported = "local.dependency.unsupported"
    case deployModule = "local.deploy.module"
    case deploymentUnknown = "local.deployment.unknown"
    case endpoint = "local.endpoint"
    case environmentMissing = "local.environment.missing"
    case handlerFailed = "local.handler.failed"
    case kv = "local.kv"
    case moduleUnsupported = "local.module.unsupported"
    case queue = "local.queue"
    case queueTaken = "local.queue.taken"
    case r2 = "local.r2"
    case reference = "local.reference"
    case request = "local.request"
    case requestHttp = "local.request.http"
    case requestSlow = "local.request.slow"
    case resourceExists = "local.resource.exists"
    case resourceName = "local.resource.name"
    case resourceUnknown = "local.resource.unknown"
    case responseBroken = "local.response.broken"
    case runExists = "local.run.exists"
    case runId = "local.run.id"
    case runState = "local.run.state"
    case runUnknown = "local.run.unknown"
    case schedule = "local.schedule"
    case serviceUnknown = "local.service.unknown"
    case stepUnknown = "local.step.unknown"
    case tokens = "local.tokens"
    case workerLost = "local.worker.lost"
    // Limits.
    case bindingMemory = "local.binding.memory"
    case bodyTooLarge = "local.body.tooLarge"
    case diskLimit = "local.disk.limit"
    case requestTimeout = "local.request.timeout"
    case resourceLarge = "local.resource.large"
    case runEvents = "local.run.events"
    case runsQueued = "local.runs.queued"
    case serviceBusy = "local.service.busy"
    case valueTooLarge = "local.value.tooLarge"
    // The machine.
    case denoFailed = "local.deno.failed"
    case denoMissing = "local.deno.missing"
    case diskFailed = "local.disk"
    /// As the server's own storage reports it.
    case diskFull = "storage.full"
    /// As the server's own storage reports it.
    case diskReadOnly = "storage.readOnly"
    case esbuildMissing = "local.esbuild.missing"
    case filesDamaged = "local.files.damaged"
    case filesMissing = "local.files.missing"
    case journalChecksum = "local.journal.checksum"
    case journalDamaged = "local.journal.damaged"
    case portTaken = "local.port.taken"
    case process = "local.process"
    case shim = "local.shim"
    case workerInterrupted = "local.worker.interrupted"
    // The server.
    case closed = "local.closed"
    case processes = "local.processes"
    case requestTooMany = "local.request.tooMany"
    case runInterrupted = "local.run.interrupted"
    case server = "local.server"

    var owner: FailureOwner {
        switch self {
        case .bindingArguments, .bindingMethod, .bindingUnknown, .bindingUnsupported, .bodyFailed, .config, .cursor,
            .d1,
            .dataset, .dependencyUnsupported, .deployModule, .deploymentUnknown, .endpoint, .environmentMissing,
            .handlerFailed, .kv, .moduleUnsupported, .queue, .queueTaken, .r2, .reference, .request, .requestHttp,
            .requestSlow, .resourceExists, .resourceName, .resourceUnknown, .responseBroken, .runExists, .runId,
            .runState,
            .runUnknown, .schedule, .serviceUnknown, .stepUnknown, .tokens, .workerLost:
            .program
        case .bindingMemory, .bodyTooLarge, .diskLimit, .requestTimeout, .resourceLarge, .runEvents, .runsQueued,
            .serviceBusy, .valueTooLarge:
            .limit
        case .denoFailed, .denoMissing, .diskFailed, .diskFull, .diskReadOnly, .esbuildMissing, .filesDamaged,
            .filesMissing, .journalChecksum, .journalDamaged, .portTaken, .process, .shim, .workerInterrupted:
            .machine
        case .closed, .processes, .requestTooMany, .runInterrupted, .server: .server
        }
    }
}

extension PluginFailure {
    package init(
        _ code: FailureCode, message: String, details: JSONValue? = nil, retryable: Bool = false, fault: Fault? = nil,
        retryAfter: Int? = nil
    ) {
        self.init(
            code: code.rawValue, message: message, details: details, retryable: retryable, fault: fault,
            retryAfter: retryAfter)
    }

    /// `nil` for what others report: the server that mints tokens.
    var local: FailureCode? { FailureCode(rawValue: code) }
}
