import JSON
import PluginMessages

/// How a service is to be deployed, from what a workflow's deploy configuration says. ``schema`` names the members.
struct DeployConfiguration: Sendable, Hashable {
    struct Route: Sendable, Hashable {
        let pattern: String
        let zoneName: String

        /// Where requests meet the route; `nil` for a pattern with more wildcards than the one at its end.
        var address: String? {
            let path = pattern.hasSuffix("*") ? String(pattern.dropLast()) : pattern
            guard !path.contains("*") else { return nil }
            return path.hasPrefix("http") ? path : "https://\(path)"
        }
    }

    struct Domain: Sendable, Hashable {
        let hostname: String
        let zoneName: String?
    }

    struct Consumer: Sendable, Hashable {
        let queue: String
        let settings: ConsumerSettings
    }

    /// What becomes of what classes of Durable Objects have kept that the code no longer has.
    struct DurableObjectChanges: Sendable, Hashable {
        var deleted: [String] = []
        /// New names by old ones.
        var renamed: [String: String] = [:]
    }

    enum Placement: Sendable, Hashable {
        case nearest, smart
        /// `provider:region`
        case region(String)
    }

    let routes: [Route]
    let domains: [Domain]
    let subdomain: ScriptSubdomain
    /// What to register where the account has none of `workers.dev`.
    let accountSubdomain: String?
    /// Whether a Worker that was not made here is replaced.
    let overwritesWorker: Bool
    /// Whether DNS records of custom domains are replaced.
    let overridesDNS: Bool
    let compatibilityDate: String
    let compatibilityFlags: [String]
    let crons: [String]
    let placement: Placement
    let cpuMilliseconds: Int?
    let stepLimit: Int?
    let hasObservability: Bool
    let samplingRate: Double?
    let hasLogpush: Bool
    let consumers: [Consumer]
    /// What is said of bindings, by name.
    let bindings: [String: BindingSettings]
    let durableObjects: DurableObjectChanges
    /// What the Worker serves beside its code.
    let assets: StaticAssets?
    /// Runs of the workflow that are at work at a time.
    let concurrency: Int?
    let retention: WorkflowRegistration.Retention?
    /// Schedules by which the platform itself starts runs.
    let workflowSchedules: [String]
    /// Of a function's requests, which a new version serves; the version before serves the rest.
    let trafficPercentage: Int

    /// - Throws: `cloudflare.config`, with a pointer to every member that is wrong.
    init(_ config: JSONObject) throws(PluginFailure) {
        var reader = ConfigurationReader(config)
        routes = reader.routes()
        domains = reader.domains()
        // As the vendor's client has it: what has an address of its own is not at another one too, unless asked for
        // (`getSubdomainValues` of cloudflare/workers-sdk, packages/deploy-helpers/src/triggers/deploy.ts).
        subdomain = ScriptSubdomain(
            isEnabled: reader.bool("workersDev") ?? (routes.isEmpty && domains.isEmpty),
            hasPreviews: reader.bool("previewUrls") ?? false)
        accountSubdomain = reader.label("workersDevSubdomain")
        overwritesWorker = reader.bool("overwriteWorker") ?? false
        overridesDNS = reader.bool("overrideDNS") ?? false
        compatibilityDate = reader.date("compatibilityDate") ?? Self.defaultCompatibilityDate
        compatibilityFlags = reader.texts("compatibilityFlags")
        crons = reader.crons()
        placement = reader.placement()
        cpuMilliseconds = reader.int("cpuMs", in: 10...300_000)
        stepLimit = reader.int("stepLimit", in: 1...25_000)
        hasObservability = reader.bool("observability") ?? true
        samplingRate = reader.number("samplingRate", in: 0...1)
        hasLogpush = reader.bool("logpush") ?? false
        consumers = reader.consumers()
        bindings = reader.bindings()
        durableObjects = reader.durableObjects()
        assets = reader.assets()
        // "Workflows: Limits" (https://developers.cloudflare.com/workflows/reference/limits/): of an account.
        concurrency = reader.int("concurrency", in: 1...50_000)
        retention = reader.retention()
        workflowSchedules = reader.crons("workflowSchedules")
        trafficPercentage = reader.int("trafficPercentage", in: 1...100) ?? 100
        guard reader.problems.isEmpty else { throw PluginFailure(configuration: reader.problems) }
    }
}
