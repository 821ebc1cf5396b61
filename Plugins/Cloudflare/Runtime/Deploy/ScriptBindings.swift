import JSON
import PluginMessages

/// The `bindings` of a Worker's metadata: what its code reaches through `env`.
struct ScriptBindings: Sendable {
    private(set) var list: [JSONValue] = []
    /// Remarks for the user that are not errors.
    private(set) var notes: [String] = []

    /// - Parameter settings: What the deploy configuration says of bindings, by name.
    /// - Throws: `cloudflare.environment.missing` with all names that are missing; `cloudflare.config` for settings that
    ///   are missing or of no binding.
    init(
        _ artifact: Artifact, _ environment: [EnvironmentVariable], service: String,
        settings: [String: BindingSettings] = [:]
    ) throws(PluginFailure) {
        let values = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let missing = artifact.requiredEnvironment.filter { values[$0] == nil }
        guard missing.isEmpty else {
            throw PluginFailure(
                code: "cloudflare.environment.missing",
                message: "The environment lacks \(missing.joined(separator: ", ")).",
                details: .array(missing.map(JSONValue.string)))
        }
        try Self.check(sizesOf: environment)
        try Self.check(settings, artifact)
        var names: Set<String> = []
        for binding in artifact.bindings {
            let resource =
                binding.settings["resourceVariable"]?.string.flatMap { values[$0] }
                ?? binding.settings["resource"]?.string ?? ""
            guard var members = try Self.members(of: binding, resource: resource, service: service) else { continue }
            names.insert(binding.name)
            let own = try Self.settings(settings[binding.name] ?? BindingSettings(), of: binding, artifact)
            for (key, value) in own { members[key] = value }
            add(binding.name, members)
        }
        // `*_BINDING_ID` names resources and is no variable.
        for variable in environment where !variable.name.hasSuffix("_BINDING_ID") {
            guard !names.contains(variable.name) else {
                notes.append("The variable \(variable.name) is not sent: the code has a binding of that name.")
                continue
            }
            add(
                variable.name,
                ["type": variable.isSecret ? "secret_text" : "plain_text", "text": .string(variable.value)])
        }
    }

    /// "Workers: Limits", Environment variables, of Cloudflare's documentation: 5 KB each.
    private static let mostBytes = 5 * 1024

    /// - Throws: `cloudflare.environment.tooLarge` with the names of all that are.
    private static func check(sizesOf environment: [EnvironmentVariable]) throws(PluginFailure) {
        let large = environment.filter { $0.value.utf8.count > mostBytes }
        guard !large.isEmpty else { return }
        let names = large.map { "\($0.name) (\($0.value.utf8.count) bytes)" }.joined(separator: ", ")
        throw PluginFailure(
            code: "cloudflare.environment.tooLarge",
            message:
                "Values of environment variables exceed Cloudflare's limit of \(mostBytes) bytes: \(names). Nothing "
                + "was changed. Shorten them, or keep them in KV.",
            details: .array(large.map { .string($0.name) }), fault: .invalid)
    }

    /// Of a binding of Durable Objects the class is the code's, unless the configuration names another.
    /// - Throws: `cloudflare.config`
    private static func settings(
        _ settings: BindingSettings, of binding: Binding, _ artifact: Artifact
    ) throws(PluginFailure) -> JSONObject {
        guard binding.type == "durable_object_namespace" else {
            return try settings.members(of: binding.name, binding.type)
        }
        var settings = settings
        if settings[.className] == nil, settings[.scriptName] == nil, let name = binding.settings["className"] {
            settings.set(.className, name)
        }
        let isOwn =
            settings[.scriptName] == nil
            && DurableObjects(artifact).classes.contains(settings[.className]?.string ?? "")
        return try settings.members(of: binding.name, binding.type, isOwn: isOwn)
    }

    /// - Throws: `cloudflare.config` for names that the code binds nothing under.
    private static func check(
        _ settings: [String: BindingSettings], _ artifact: Artifact
    ) throws(PluginFailure) {
        let bound = artifact.bindings.filter { !Self.plain.contains($0.type) }.map(\.name)
        let unused = settings.keys.filter { !bound.contains($0) }.sorted()
        guard !unused.isEmpty else { return }
        throw PluginFailure(
            configuration: unused.map { name in
                .init(
                    pointer: JSONPointer.root.appending("bindings").appending(name).text,
                    message:
                        "names no binding of the code; it has \(bound.isEmpty ? "none" : bound.joined(separator: ", "))"
                )
            })
    }

    private mutating func add(_ name: String, _ members: JSONObject) {
        var binding: JSONObject = ["name": .string(name)]
        for (key, value) in members { binding[key] = value }
        list.append(.object(binding))
    }

    /// Those that are not members of `env`, or are sent as text.
    private static let plain = ["variable", "queue_consumer", DurableObjects.bindingType]

    /// Types as the generated Workers name them, in the members that the API has for them; `nil` for what is no
    /// binding.
    private static func members(
        of binding: Binding, resource: String, service: String
    ) throws(PluginFailure) -> JSONObject? {
        switch binding.type {
        case _ where plain.contains(binding.type): return nil
        case "workflow": return workflow(binding, service: service)
        case "service":
            return ["type": "service", "service": .string(binding.settings["service"]?.string ?? resource)]
        case "kv_namespace": return ["type": "kv_namespace", "namespace_id": .string(resource)]
        case "d1": return ["type": "d1", "database_id": .string(resource)]
        case "r2_bucket": return ["type": "r2_bucket", "bucket_name": .string(resource)]
        case "queue": return ["type": "queue", "queue_name": .string(resource)]
        case "vectorize": return ["type": "vectorize", "index_name": .string(resource)]
        case "hyperdrive": return ["type": "hyperdrive", "id": .string(resource)]
        case "analytics_engine":
            return ["type": "analytics_engine", "dataset": .string(binding.name.lowercased())]
        case "ai", "assets", "browser", "images", "ratelimit", "send_email", "secrets_store_secret",
            "durable_object_namespace":
            return ["type": .string(binding.type)]
        default:
            throw PluginFailure(
                code: "cloudflare.binding",
                message:
                    "The binding \(binding.name) has the type \"\(binding.type)\", which this provider does not support."
            )
        }
    }

    /// The class of a binding is told for the service's own workflow only.
    private static func workflow(_ binding: Binding, service: String) -> JSONObject {
        guard let other = binding.settings["service"]?.string else {
            var members: JSONObject = [
                "type": "workflow", "workflow_name": .string(service), "script_name": .string(service),
            ]
            members["class_name"] = binding.settings["className"]
            return members
        }
        return ["type": "workflow", "workflow_name": .string(other), "script_name": .string(other)]
    }
}
