import JSON
import PluginMessages

/// The `metadata` of an upload.
enum ScriptMetadata {
    /// Of every Worker that is made here, and whose it is: two connections may be to one account.
    static func tags(_ connection: String) -> [String] { [mark, "\(owner)\(connection)"] }

    private static let mark = "millrace"
    private static let owner = "connection:"

    /// Whether a Worker was made here.
    static func isOwn(_ settings: ScriptSettings?) -> Bool { settings?.tags.contains(mark) == true }

    /// The connection that a Worker was deployed through; `nil` for one that was not made here.
    static func connection(_ settings: ScriptSettings?) -> String? {
        settings?.tags.first { $0.hasPrefix(owner) }.map { String($0.dropFirst(owner.count)) }
    }

    /// Everything that decides how the Worker behaves. All bindings are in it: those that it leaves out, secrets too,
    /// are gone with the upload.
    static func make(
        _ configuration: DeployConfiguration, _ bindings: ScriptBindings, connection: String, nodeFlag: String?
    ) -> JSONObject {
        var flags = configuration.compatibilityFlags
        if let nodeFlag, !flags.contains(nodeFlag), !flags.contains(where: { $0.hasPrefix("nodejs_compat") }) {
            flags.append(nodeFlag)
        }
        var metadata: JSONObject = [
            "main_module": .string(ScriptUpload.mainModule),
            "compatibility_date": .string(configuration.compatibilityDate),
            "compatibility_flags": .array(flags.map(JSONValue.string)), "bindings": .array(bindings.list),
            "observability": observability(configuration), "logpush": .bool(configuration.hasLogpush),
            "tags": .array(tags(connection).map(JSONValue.string)),
        ]
        switch configuration.placement {
        case .nearest: break
        case .smart: metadata["placement"] = ["mode": "smart"]
        case .region(let region): metadata["placement"] = ["region": .string(region)]
        }
        if let milliseconds = configuration.cpuMilliseconds { metadata["limits"] = ["cpu_ms": .int(milliseconds)] }
        return metadata
    }

    /// The compatibility flag for what a program imports of Node's modules; the one for `AsyncLocalStorage` alone changes
    /// nothing else ("Compatibility flags" of Cloudflare's documentation).
    static func nodeFlag(of artifact: Artifact) -> String? {
        let others = artifact.source.replacing("\"node:async_hooks\"", with: "")
        if others.contains("\"node:") || !artifact.dependencies.isEmpty { return "nodejs_compat" }
        return others.utf8.count < artifact.source.utf8.count ? "nodejs_als" : nil
    }

    /// Says which deploy made a version; it does not decide how it behaves.
    static func annotated(_ metadata: JSONObject, deploymentId: String, versionId: String) -> JSONObject {
        var metadata = metadata
        metadata["annotations"] = [
            "workers/tag": .string(deploymentId), "workers/message": .string("Millrace version \(versionId)"),
        ]
        return metadata
    }

    private static func observability(_ configuration: DeployConfiguration) -> JSONValue {
        var observability: JSONObject = ["enabled": .bool(configuration.hasObservability)]
        if let rate = configuration.samplingRate { observability["head_sampling_rate"] = .number(JSONNumber(rate)) }
        return .object(observability)
    }
}
