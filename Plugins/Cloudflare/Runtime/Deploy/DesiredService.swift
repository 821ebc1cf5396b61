import JSON
import PluginMessages

/// What a deploy is going to make, as far as it can be told without asking the API.
struct DesiredService: Sendable {
    let service: String
    let configuration: DeployConfiguration
    let metadata: JSONObject
    /// A class to register; `nil` for a function.
    let registration: WorkflowRegistration?
    let schedules: [String]
    /// By the queue's name.
    let consumers: [DeployConfiguration.Consumer]
    let notes: [String]

    /// - Throws: `cloudflare.…` for what no API has to be asked about.
    init(_ request: DeployRequest, previous: WorkerReference?, plan: ConnectionSettings.Plan) throws(PluginFailure) {
        let artifact = request.artifact
        // A service keeps the name that others call it by, whatever its workflow is called later.
        service =
            previous?.service
            ?? ServiceName.make(workflowName: request.workflowName, workflowId: request.workflowId)
        configuration = try DeployConfiguration(request.config)
        try Self.check(configuration, artifact, plan)
        let bindings = try ScriptBindings(
            artifact, request.environment, service: service, settings: configuration.bindings)
        var metadata = ScriptMetadata.make(
            configuration, bindings, connection: request.credentials.connectionId,
            nodeFlag: ScriptMetadata.nodeFlag(of: artifact))
        let exports = try DurableObjects(artifact).exports(configuration.durableObjects)
        if !exports.isEmpty { metadata["exports"] = .object(exports) }
        self.metadata = metadata
        if let className = artifact.className, artifact.kind == .workflow {
            registration = WorkflowRegistration(
                className: className, script: service, steps: configuration.stepLimit,
                concurrency: configuration.concurrency, retention: configuration.retention,
                schedules: configuration.workflowSchedules)
        } else {
            registration = nil
        }
        var schedules = configuration.crons
        if case .cron(let expression) = artifact.trigger, !schedules.contains(expression) {
            schedules.insert(expression, at: 0)
        }
        self.schedules = schedules
        consumers = Self.consumers(artifact, configuration)
        notes = bindings.notes + Self.notes(configuration, isWorkflow: registration != nil)
    }

    /// What the configuration says in vain.
    private static func notes(_ configuration: DeployConfiguration, isWorkflow: Bool) -> [String] {
        let names = [
            configuration.concurrency == nil ? nil : "concurrency", configuration.retention == nil ? nil : "retention",
            configuration.workflowSchedules.isEmpty ? nil : "workflowSchedules",
        ].compactMap { $0 }
        guard !isWorkflow, !names.isEmpty else { return [] }
        return ["A function has no runs: \(names.joined(separator: ", ")) in the deploy configuration has no effect."]
    }

    private static func check(
        _ configuration: DeployConfiguration, _ artifact: Artifact, _ plan: ConnectionSettings.Plan
    ) throws(PluginFailure) {
        if artifact.kind == .workflow, configuration.trafficPercentage < 100 {
            throw PluginFailure(configuration: [
                .init(
                    pointer: "/trafficPercentage",
                    message: "is for functions: runs of a workflow are of one version. Remove it")
            ])
        }
        if let binding = artifact.bindings.first(where: { $0.type == "assets" }), configuration.assets == nil {
            throw PluginFailure(configuration: [
                .init(
                    pointer: "/assets",
                    message: "is required: the code reads static files with env.\(binding.name). Set files, by path")
            ])
        }
        let most = configuration.stepLimit ?? plan.limits.steps
        if let steps = artifact.durableSteps, steps > most {
            throw PluginFailure(
                code: "cloudflare.plan",
                message:
                    "A run would have \(steps) durable steps; the connection's \(plan.rawValue) plan and stepLimit "
                    + "allow \(most).")
        }
        guard plan == .free else { return }
        if configuration.cpuMilliseconds != nil {
            throw PluginFailure(
                code: "cloudflare.plan",
                message:
                    "The connection is on the free plan, which does not support a CPU limit: remove cpuMs, or set the "
                    + "connection's plan to paid.")
        }
        if !configuration.workflowSchedules.isEmpty {
            throw PluginFailure(
                code: "cloudflare.plan",
                message:
                    "The connection is on the free plan, which does not support schedules of workflows: remove "
                    + "workflowSchedules and use crons, or set the connection's plan to paid.")
        }
        let kept = max(configuration.retention?.success ?? 0, configuration.retention?.error ?? 0)
        if kept > WorkflowRegistration.Retention.longestFree {
            throw PluginFailure(
                code: "cloudflare.plan",
                message: "The connection is on the free plan, which keeps runs for at most 3 days: lower retention.")
        }
        if let steps = configuration.stepLimit, steps > plan.limits.steps {
            throw PluginFailure(
                code: "cloudflare.plan",
                message:
                    "The connection is on the free plan, which allows at most \(plan.limits.steps) steps per run: "
                    + "lower stepLimit."
            )
        }
    }

    /// Those of the functions marked `@queue`, with what the configuration says of their queues, and its others.
    private static func consumers(
        _ artifact: Artifact, _ configuration: DeployConfiguration
    ) -> [DeployConfiguration.Consumer] {
        var consumers = artifact.bindings.filter { $0.type == "queue_consumer" }.compactMap { binding in
            binding.settings["queue"]?.string.map { queue in
                var settings = ConsumerSettings()
                settings.batchSize = binding.settings["maxBatchSize"]?.int
                settings.maxWaitMilliseconds = binding.settings["maxBatchTimeout"]?.int.map { $0 * 1000 }
                settings.maxRetries = binding.settings["maxRetries"]?.int
                settings.maxConcurrency = binding.settings["maxConcurrency"]?.int
                settings.deadLetterQueue = binding.settings["deadLetterQueue"]?.string
                return DeployConfiguration.Consumer(queue: queue, settings: settings)
            }
        }
        for consumer in configuration.consumers {
            consumers.removeAll { $0.queue == consumer.queue }
            consumers.append(consumer)
        }
        return consumers
    }
}
