import JSON
import PluginMessages

/// What a Worker reaches through `env`, and what the environment must hold for that.
struct WorkerBindings {
    private(set) var bindings: [Binding] = []
    private(set) var requiredEnvironment: [String] = []

    /// - Parameter className: The workflow's own class, which it binds as `WORKFLOW`; `nil` for a script.
    init(
        _ uses: EnvironmentUses, services: ServiceBindings, className: String?, queues: [QueueHandler],
        durableObjects: [DurableObjectClass] = []
    ) {
        if let className {
            bindings.append(Binding(type: "workflow", name: "WORKFLOW", settings: ["className": .string(className)]))
        }
        bindings += services.bindings
        let known = Set(bindings.map(\.name))
        for name in uses.names where !known.contains(name) {
            let unknown = uses.unknownBindings.first { $0.name == name }
            add(
                name, uses.kinds[name] ?? BindingKind(name: name), isOptional: uses.isOptional[name] == true,
                unknown: unknown?.message, class: DurableObjectClass.named(name, among: durableObjects))
        }
        bindings += queues.map(\.binding) + durableObjects.map(\.binding)
        requiredEnvironment.sort()
    }

    /// - Parameters:
    ///   - unknown: Why it cannot be a variable, going by how it is used.
    ///   - durableObject: The module's own class that it is for, if it is one of Durable Objects.
    private mutating func add(
        _ name: String, _ kind: BindingKind, isOptional: Bool, unknown: String?,
        class durableObject: DurableObjectClass?
    ) {
        var settings = JSONObject()
        switch kind.resource(of: name) {
        case .none: if kind == .variable, !isOptional { requiredEnvironment.append(name) }
        case .required:
            settings["resourceVariable"] = .string("\(name)_BINDING_ID")
            requiredEnvironment.append("\(name)_BINDING_ID")
        case .named(let resource):
            settings["resourceVariable"] = .string("\(name)_BINDING_ID")
            settings["resource"] = .string(resource)
        }
        if kind == .durableObject, let durableObject { settings["className"] = .string(durableObject.name) }
        if isOptional, kind == .variable { settings["optional"] = true }
        if let unknown, kind == .variable { settings[Binding.unknown] = .string(unknown) }
        bindings.append(Binding(type: kind.rawValue, name: name, settings: settings))
    }
}

extension Binding {
    /// Its member of the interface `Env`, with the type that Cloudflare's package `@cloudflare/workers-types` declares;
    /// `nil` for bindings without a member.
    /// - Parameter className: Of the module's class, which may hide a type of that name.
    func declaration(besides className: String?) -> String? {
        guard ![QueueHandler.bindingType, DurableObjectClass.bindingType].contains(type) else { return nil }
        let typeName = typeName
        let isOptional = type == BindingKind.variable.rawValue && settings["optional"] == true
        return "\(name)\(isOptional ? "?" : ""): \(typeName == className ? "any" : typeName);"
    }

    private var typeName: String {
        switch BindingKind(rawValue: type) {
        case .keyValue: "KVNamespace"
        case .database: "D1Database"
        case .bucket: "R2Bucket"
        case .queue: "Queue"
        case .ai: "Ai"
        case .vectorize: "VectorizeIndex"
        case .analytics: "AnalyticsEngineDataset"
        case .hyperdrive: "Hyperdrive"
        case .browser, .service, .assets: "Fetcher"
        case .rateLimit: "RateLimit"
        case .email: "SendEmail"
        case .images: "ImagesBinding"
        case .secret: "SecretsStoreSecret"
        case .durableObject: "DurableObjectNamespace"
        case .variable: settings[Binding.unknown] == nil ? "string" : "any"
        // Of the module's nodes, which is no kind that a name makes.
        case nil: type == "workflow" ? "Workflow" : "any"
        }
    }

    /// Whether a node asked for it, or the module itself: its name says nothing about it.
    var isOwn: Bool { type == "workflow" || type == BindingKind.service.rawValue }
}
