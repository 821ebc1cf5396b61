import PluginMessages

/// The modules of Cloudflare's platform that programs import.
package enum PlatformModules {
    /// Why a program that imports one that only the platform has cannot be deployed; `nil` when it imports none.
    static func unsupported(in source: String) -> PluginFailure? {
        // Each program imports `cloudflare:workers`; few import others.
        for match in source.matches(of: /(?:\bfrom|\bimport)\s*\(?\s*["'](cloudflare:[A-Za-z0-9\/_-]+)["']/) {
            let module = String(match.1)
            guard ShimFiles.platformModules[module] == nil else { continue }
            return PluginFailure(
                .moduleUnsupported,
                message:
                    "The module \"\(module)\" is not available on this machine; it needs Cloudflare. Deploy the workflow "
                    + "there, or remove the import.", fault: .invalid)
        }
        return nil
    }

    /// Why a program that imports something that the module `cloudflare:workers` has on the platform only cannot be deployed.
    /// - Parameter javaScript: Without types, which no module exports.
    package static func unsupportedName(in javaScript: String) -> PluginFailure? {
        let statement = /^import\s*\{([^{}]*)\}\s*from\s*["']cloudflare:workers["']/.anchorsMatchLineEndings()
        for match in javaScript.matches(of: statement) {
            for item in match.1.split(separator: ",") {
                guard let name = item.split(whereSeparator: \.isWhitespace).first.map(String.init),
                    !exports.contains(name)
                else { continue }
                return PluginFailure(
                    .moduleUnsupported,
                    message:
                        "\"\(name)\" of the module \"cloudflare:workers\" is not available on this machine; available: "
                        + "\(exports.joined(separator: ", ")). Deploy the workflow to Cloudflare, or remove the import.",
                    fault: .invalid)
            }
        }
        return nil
    }

    /// What the module has here, as `cloudflare-workers.ts` exports it.
    package static let exports = [
        "DurableObject", "RpcTarget", "WorkerEntrypoint", "WorkflowEntrypoint", "env", "waitUntil",
    ]
}
