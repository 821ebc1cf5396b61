import Errors

extension PlatformError {
    static func unknownProvider(_ id: String, known: [String]) -> PlatformError {
        PlatformError(
            .providerUnknown,
            "Unknown provider \"\(id)\". "
                + (known.isEmpty ? "No provider plugin is loaded." : "Available: \(known.joined(separator: ", "))."))
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
