import JSON
import PluginMessages
import Values
import WorkerBackend

/// A deployment as the journal keeps it. Its code lies in its folder.
struct LocalDeployment: Sendable {
    let id: String
    let service: String
    /// The connection that it was deployed with: services and resources of others are out of its reach.
    let account: String
    /// Of a workflow; a function has none.
    let className: String?
    /// Variables and secrets: the journal's file is readable by its owner only.
    var environment: [String: String]
    /// The names whose values nobody is to read; one whose secret was deleted stays.
    var secrets: [String] = []
    /// Secrets that change reach it with its next deploy only.
    var keepsSecrets = false
    /// Values that secrets have had: runs may have kept them in results of steps.
    var formerSecrets: [String] = []
    /// How often its secrets have changed: processes that had the old ones are others.
    var revision = 0
    let bindings: [String: DeployedBinding]
    /// Queues that it consumes.
    let consumers: [QueueConsumer]
    /// A cron expression.
    let schedule: String?
    /// The program imports modules of Node.
    let usesNodeModules: Bool
    /// It imports those of Node's modules that open sockets.
    var usesSockets = false
    let lineMap: LineMap
    /// The nodes of durable steps; none of a deployment of an earlier release.
    var nodes = StepNodes()
    /// Of its files; none of a deployment of an earlier release.
    var digest: String?
    /// The instance that a process of its own runs; `nil`: the process that all share. Not in the journal.
    var dedicatedWorker: String?

    /// What its process is known by.
    var worker: String {
        let process = revision == 0 ? id : "\(id)#\(revision)"
        return dedicatedWorker.map { "\(process) \($0)" } ?? process
    }

    /// Computed where it is used.
    var mask: SecretMask { mask(besides: []) }

    /// - Parameter others: Secrets that the program has got since.
    func mask(besides others: [String]) -> SecretMask {
        let known = secrets.compactMap { environment[$0] } + formerSecrets
        return SecretMask(known + known.flatMap(CredentialParts.secrets) + others)
    }

    /// What the journal keeps besides the columns that it looks for.
    var json: JSONValue {
        .object(
            JSONObject(
                present: ("account", .string(account)), ("className", className.map(JSONValue.string)),
                ("environment", Self.object(environment) { .string($0) }),
                ("secrets", .array(secrets.sorted().map(JSONValue.string))),
                ("keepsSecrets", .bool(keepsSecrets)),
                ("formerSecrets", .array(formerSecrets.map(JSONValue.string))), ("revision", .int(revision)),
                ("bindings", Self.object(bindings) { $0.json }), ("consumers", .array(consumers.map(\.json))),
                ("schedule", schedule.map(JSONValue.string)),
                ("usesNodeModules", .bool(usesNodeModules)), ("usesSockets", .bool(usesSockets)),
                ("lineMap", lineMap.json), ("nodes", try? JSONValue(encoding: nodes)),
                ("digest", digest.map(JSONValue.string))))
    }

    private static func object<Value>(_ values: [String: Value], _ json: (Value) -> JSONValue) -> JSONValue {
        .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
    }
}

extension LocalDeployment {
    init(id: String, service: String, json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        var environment: [String: String] = [:]
        for (name, value) in try reader.value("environment").object ?? [:] { environment[name] = value.string }
        var bindings: [String: DeployedBinding] = [:]
        for (name, value) in reader.object["bindings"]?.object ?? [:] {
            bindings[name] = try DeployedBinding(json: value)
        }
        self.init(
            id: id, service: service, account: try reader.optionalString("account") ?? "",
            className: try reader.optionalString("className"), environment: environment,
            // A deployment of an earlier release has none.
            secrets: (reader.object["secrets"]?.array ?? []).compactMap(\.string),
            keepsSecrets: reader.object["keepsSecrets"]?.bool ?? false,
            formerSecrets: (reader.object["formerSecrets"]?.array ?? []).compactMap(\.string),
            revision: reader.object["revision"]?.int ?? 0,
            bindings: bindings,
            consumers: try (reader.object["consumers"]?.array ?? []).map(QueueConsumer.init(json:)),
            schedule: try reader.optionalString("schedule"), usesNodeModules: try reader.bool("usesNodeModules"),
            // One of an earlier release says only that it has some.
            usesSockets: (reader.object["usesSockets"] ?? reader.object["usesNodeModules"])?.bool ?? false,
            lineMap: LineMap(json: try reader.value("lineMap")),
            nodes: try reader.object["nodes"]?.decode() ?? StepNodes(), digest: reader.object["digest"]?.string)
    }
}
