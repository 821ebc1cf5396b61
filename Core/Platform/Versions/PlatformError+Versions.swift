import Errors
import PluginMessages

extension PlatformError {
    /// A document with errors; pointers refer to the document.
    static func rejected(_ problems: [Diagnostic]) -> PlatformError {
        PlatformError(.versionRejected, summary(of: problems, in: "The document"), details: problems)
    }

    static var versionDeployed: PlatformError {
        PlatformError(.versionDeployed, "The version is deployed. Take it down, or deploy another version, first.")
    }

    /// A locked version that should be deleted.
    static var versionIsLocked: PlatformError {
        PlatformError(.versionLocked, "The version is locked. Unlock it first.")
    }
}
