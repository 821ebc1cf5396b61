import JSON
import PluginMessages

/// What a Worker reaches through `env`, and what the environment must hold for that.
struct WorkerBindings {
    private(set) var bindings: [Binding] = []
    private(set) var requiredEnvironment: [String] = []

    /// - Parameter className: The workflow's own class, which it binds as `WORKFLOW`; `nil` for a script.
    init(_ uses: EnvironmentUses, services: ServiceBindings, className: String?, queues: [QueueConsumer]) {
        if let className {
            bindings.append(Binding(type: "workflow", name: "WORKFLOW", settings: ["className": .string(className)]))
        }
        bindings += services.bindings
        let known = Set(bindings.map(\.name))
        for name in uses.names where !known.contains(name) { add(name, isOptional: uses.isOptional[name] == true) }
        bindings += queues.map(\.binding)
        requiredEnvironment.sort()
    }

    private mutating func add(_ name: String, isOptional: Bool) {
        let kind = BindingKind(name: name)
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
        if isOptional, kind == .variable { settings["optional"] = true }
        bindings.append(Binding(type: kind.rawValue, name: name, settings: settings))
    }
}

extension Binding {
    /// Its member of the interface `Env`; `nil` for what is no member. The platform's types are a package that a
    /// module need not have, so only what the generated code itself calls is spelled out.
    var declaration: String? {
        switch type {
        case QueueConsumer.bindingType: nil
        case "workflow": "\(name): $Workflow;"
        case "variable": settings["optional"] == true ? "\(name)?: string;" : "\(name): string;"
        case "service": "\(name): { fetch(input: any, init?: any): Promise<Response> };"
        default: "\(name): any;"
        }
    }
}
