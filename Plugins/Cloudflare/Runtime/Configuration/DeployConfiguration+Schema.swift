import PluginMessages

extension DeployConfiguration {
    /// What the runtime did on this day is what Workers meet that ask for nothing else.
    static let defaultCompatibilityDate = "2026-05-01"

    /// The form, with defaults. `json` members are described where they are read, in ``ConfigurationReader``.
    static let schema: [ConfigField] = [
        ConfigField(
            "route", .json, label: "Route", description: "A URL pattern of a zone that is routed to the Worker.",
            placeholder: #"{"pattern": "api.example.com/orders/*", "zoneName": "example.com"}"#),
        ConfigField(
            "routes", .json, label: "Routes", description: "More routes: an array of values like that of \"route\"."),
        ConfigField(
            "customDomains", .json, label: "Custom domains",
            description: "Host names that belong to the Worker: an array of names, or of {hostname, zoneName}.",
            placeholder: #"["orders.example.com"]"#),
        ConfigField(
            "workersDev", .boolean, label: "workers.dev",
            description: "Serve on the account's workers.dev subdomain. If omitted: only without routes and domains."),
        ConfigField(
            "workersDevSubdomain", .string, label: "workers.dev subdomain",
            description: "Registered where the account has no workers.dev subdomain yet.", placeholder: "my-team"),
        ConfigField(
            "previewUrls", .boolean, label: "Preview URLs", description: "An address for each version.",
            default: false),
        ConfigField(
            "overrideDNS", .boolean, label: "Override DNS",
            description: "Replace existing DNS records of custom domains.", default: false),
        ConfigField(
            "overwriteWorker", .boolean, label: "Overwrite Worker",
            description: "Replace a Worker of the same name that Millrace did not create.", default: false),
        ConfigField(
            "compatibilityDate", .string, label: "Compatibility date",
            description:
                "The date of the runtime version that the Worker uses.",
            default: .string(defaultCompatibilityDate),
            validation: .init(pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", format: .date)),
        ConfigField(
            "compatibilityFlags", .json, label: "Compatibility flags",
            description: "An array of names. nodejs_compat or nodejs_als is added where the code needs it."),
        ConfigField(
            "crons", .json, label: "Cron triggers",
            description: "Schedules in addition to the workflow's trigger: an array of cron expressions.",
            placeholder: #"["0 6 * * *"]"#, validation: .init(format: .cron)),
        ConfigField(
            "placement", .select, label: "Placement", description: "Where the Worker runs.", default: "nearest",
            options: [.init("nearest", label: "Near the visitor"), .init("smart", label: "Near what it calls")]),
        ConfigField(
            "placementRegion", .string, label: "Region", description: "A cloud region to run near, instead.",
            placeholder: "aws:us-east-1"),
        ConfigField(
            "cpuMs", .number, label: "CPU limit", description: "Milliseconds of CPU time an invocation; paid plans.",
            validation: .init(min: 10, max: 300_000)),
        ConfigField(
            "stepLimit", .number, label: "Step limit", description: "Maximum number of durable steps of a run.",
            validation: .init(min: 1, max: 25_000)),
        ConfigField(
            "concurrency", .number, label: "Concurrency",
            description:
                "Maximum number of concurrent runs; others are queued.",
            validation: .init(min: 1, max: 50_000)),
        ConfigField(
            "retention", .json, label: "Retention",
            description: "How long Cloudflare keeps runs after their end: {success, error}, durations up to 30 days.",
            placeholder: #"{"success": "1 day", "error": "7 days"}"#),
        ConfigField(
            "workflowSchedules", .json, label: "Workflow schedules",
            description:
                "Schedules by which Cloudflare starts runs without the Worker: an array of cron expressions; paid plans.",
            placeholder: #"["0 6 * * *"]"#, validation: .init(format: .cron)),
        ConfigField(
            "trafficPercentage", .number, label: "Traffic percentage",
            description:
                "The percentage of a function's requests that a new version serves; the previous version serves the "
                + "rest.",
            default: 100, validation: .init(min: 1, max: 100)),
        ConfigField(
            "bindings", .json, label: "Bindings",
            description:
                "Settings of bindings, by name: {namespaceId, limit, period} of a rate limit, {storeId, secretName} of "
                + "a Secrets Store secret, {destinationAddress, allowedDestinationAddresses, "
                + "allowedSenderAddresses} of email, {className, scriptName} of a Durable Object, {deliveryDelay} "
                + "of a queue, {jurisdiction} of an R2 bucket, {entrypoint, props} of a service.",
            placeholder: #"{"RATE_LIMITER": {"namespaceId": "1001", "limit": 100, "period": 60}}"#),
        ConfigField(
            "durableObjects", .json, label: "Durable Objects",
            description:
                "What becomes of the data of classes that the code no longer has: {deleted: [names], renamed: {old: new}}. "
                + "A deletion is final.",
            placeholder: #"{"renamed": {"Room": "ChatRoom"}}"#),
        ConfigField(
            "assets", .json, label: "Static files",
            description:
                "Files that the Worker serves: {files: {path: text, or {text or base64, contentType}}, htmlHandling, "
                + "notFoundHandling, runWorkerFirst, headers, redirects}.",
            placeholder: ##"{"files": {"/index.html": "<h1>Orders</h1>"}}"##),
        ConfigField(
            "observability", .boolean, label: "Logs", description: "Keep the Worker's logs in the dashboard.",
            default: true),
        ConfigField(
            "samplingRate", .number, label: "Sampling rate", description: "The share of invocations that is logged.",
            validation: .init(min: 0, max: 1)),
        ConfigField(
            "logpush", .boolean, label: "Logpush", description: "Send trace events to a Logpush destination.",
            default: false),
        ConfigField(
            "queueConsumers", .json, label: "Queue consumers",
            description:
                "Queues that the Worker consumes: an array of {queue, batchSize, maxWaitMs, maxRetries, "
                + "maxConcurrency, retryDelay, deadLetterQueue}. Functions marked @queue need not be named.",
            placeholder: #"[{"queue": "orders", "batchSize": 10}]"#),
    ]
}
