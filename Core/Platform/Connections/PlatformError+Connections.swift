import Errors
import Values

extension PlatformError {
    static func unknownProvider(_ id: String, known: [String]) -> PlatformError {
        let message =
            "Unknown provider \"\(id)\".\(NearestName.hint(for: id, among: known)) "
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
