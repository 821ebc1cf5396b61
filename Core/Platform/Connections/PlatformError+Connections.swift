import Errors
import Values

extension PlatformError {
    /// - Parameters:
    ///   - known: The providers that are loaded.
    ///   - packages: By provider: what to install for one that a registry offers.
    static func unknownProvider(_ id: String, known: [String], packages: [String: String]) -> PlatformError {
        let meant = NearestName.nearest(to: id, among: known + packages.keys)
        let package = meant.flatMap { known.contains($0) ? nil : packages[$0] }
        let hint =
            package.map {
                " The package \"\($0)\" provides \"\(meant ?? "")\": install it with POST /api/marketplace/install."
            } ?? NearestName.hint(for: id, among: known)
        let message =
            "Unknown provider \"\(id)\".\(hint) "
            + (known.isEmpty ? "No provider plugin is loaded." : "Available: \(known.joined(separator: ", ")).")
        return PlatformError(
            .providerUnknown, message,
            details: [Diagnostic(code: ErrorCode.providerUnknown.rawValue, message: message, pointer: "/provider")])
    }

    /// A connection whose provider's plugin is not loaded.
    static func providerNotLoaded(_ id: String) -> PlatformError {
        PlatformError(
            .providerNotLoaded, "The plugin of the provider \"\(id)\" is not loaded. Install or enable it again.")
    }

    /// - Parameter workflows: Names of the workflows that are deployed to it.
    static func connectionInUse(_ workflows: [String]) -> PlatformError {
        PlatformError(
            .connectionInUse,
            "Workflows are deployed to this connection: \(workflows.joined(separator: ", ")). Take them down first.")
    }
}
