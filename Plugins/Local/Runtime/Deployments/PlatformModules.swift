import PluginMessages

/// The modules of Cloudflare's platform that programs import.
enum PlatformModules {
    private static let scheme = "cloudflare:"

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
}
